import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { FaultProxy } from '../sync/proxy.ts';
import { ask, press, question } from './labeling-desk.ts';
import { come, expect, mark, rowsOf, synced, takeWork, test } from './team-desk.ts';

const halfADay = 12 * 3_600_000;
const sampleIds = ['s-01', 's-02', 's-03', 's-04'];
/** They disagree on the second sample. */
const keys = {
  Ann: [
    ['5', '0', 'a'],
    ['5', '0', 'a'],
    ['2', '0', 'r', '1'],
    ['5', '0', 'a'],
  ],
  Ben: [
    ['5', '0', 'a'],
    ['2', '0', 'r', '2'],
    ['2', '0', 'r', '1'],
    ['4', '0', 'a'],
  ],
};
type Name = keyof typeof keys;

async function labelAll(page: Page, name: Name): Promise<void> {
  for (const [index, verdict] of keys[name].entries()) {
    await expect(question(page, sampleIds[index] ?? '')).toBeVisible();
    await press(page, ...verdict, 'Enter');
  }
  await expect(page.getByRole('heading', { name: 'Nothing of this queue is left to do here' })).toBeVisible();
}

const fatesOn = (page: Page, queueId: string) =>
  Promise.all(sampleIds.map((sampleId) => ask(page, 'labeling.fate', { queueId, sampleId })));

const labelSchema = z.object({
  name: z.string(),
  sample_id: z.string(),
  committed_at: z.date(),
  received_at: z.date(),
});

for (const order of [
  ['Ann', 'Ben'],
  ['Ben', 'Ann'],
] as const)
  test(`two label the same samples without a network, a day apart by their clocks, and ${order[0]} comes back first`, async ({
    server,
    queueId,
    openWindow,
    openNetwork,
    setClock,
    join,
  }) => {
    test.setTimeout(240_000);
    const people = new Map<Name, { page: Page; network: FaultProxy }>();
    for (const [name, aheadMs] of [
      ['Ann', halfADay],
      ['Ben', -halfADay],
    ] as const) {
      const network = await openNetwork();
      const page = await openWindow(name);
      await setClock(page, aheadMs);
      await join(page, name, 'labeler', network.url);
      await takeWork(page);
      const { clockAheadMs } = await ask(page, 'sync.status', undefined);
      expect(Math.round((clockAheadMs ?? 0) / 3_600_000)).toBe(aheadMs / 3_600_000);
      people.set(name, { page, network });
    }
    const personOf = (name: Name) => {
      const person = people.get(name);
      if (!person) throw new Error(`${name} is not here`);
      return person;
    };

    const [{ begun } = { begun: new Date() }] = await rowsOf(
      server,
      'select now() as begun',
      z.object({ begun: z.date() }),
    );
    for (const { network } of people.values()) network.fault = () => 'refuse';
    for (const [name, { page }] of people) {
      await labelAll(page, name);
      await expect(mark(page)).toHaveText(/4 to send$/);
      expect(await fatesOn(page, queueId)).toEqual(['here', 'here', 'here', 'here']);
    }

    const onServer = () =>
      rowsOf(
        server,
        `select m.name, l.sample_id, l.committed_at, l.received_at from assay_labels l
         join assay_members m using (member_id) order by 1, 2`,
        labelSchema,
      );
    for (const [index, name] of order.entries()) {
      const { page, network } = personOf(name);
      network.fault = () => null;
      await synced(page);
      expect((await onServer()).map((row) => row.name).sort()).toEqual(
        order
          .slice(0, index + 1)
          .flatMap((name) => sampleIds.map(() => name))
          .sort(),
      );
    }

    await test.step('every label is there once, with the times of the server', async () => {
      const labels = await onServer();
      expect(labels.map(({ name, sample_id }) => [name, sample_id])).toEqual(
        ['Ann', 'Ben'].flatMap((name) => sampleIds.map((sampleId) => [name, sampleId])),
      );
      for (const { committed_at, received_at } of labels) {
        expect(committed_at.getTime()).toBeGreaterThanOrEqual(begun.getTime());
        expect(committed_at.getTime()).toBeLessThanOrEqual(received_at.getTime());
      }
      // Ann was done before Ben began, whatever their clocks say.
      const [last, first] = [labels[3], labels[4]];
      expect(last?.committed_at.getTime()).toBeLessThan(first?.committed_at.getTime() ?? 0);
    });

    for (const { page } of people.values())
      await test.step('and both windows show it', async () => {
        await expect(mark(page)).toHaveText(/^synced/);
        await press(page, 'k');
        await expect(question(page, 's-04')).toBeVisible();
        await expect(page.getByText('label on the server')).toBeVisible();
        expect(await fatesOn(page, queueId)).toEqual(['server', 'server', 'server', 'server']);
        await page.keyboard.press('ControlOrMeta+5');
        await expect(page.getByText('4 done, 0 to do')).toBeVisible();
        await expect(page.getByText('Everything you did is on the team’s server.')).toBeVisible();
        await expect(page.getByText(/^This machine’s clock is 1[12] h.* (ahead of|behind) the server’s/)).toBeVisible();
      });

    await test.step('the lead sees what they disagree on, and the rest is decided', async () => {
      const lena = await openWindow('Lena');
      await join(lena, 'Lena', 'lead');
      await come(lena, async () => (await ask(lena, 'lead.team', undefined)).disagreements.length > 0);
      const { disagreements } = await ask(lena, 'lead.team', undefined);
      expect(disagreements.map(({ sampleId }) => sampleId)).toEqual(['s-02']);
      const decided = await rowsOf(
        server,
        `select sample_id, human_feedback->'approved' as approved from agent_training_samples
         where (training_flags->>'quality_reviewed')::boolean order by 1`,
        z.object({ sample_id: z.string(), approved: z.boolean() }),
      );
      expect(decided).toEqual([
        { sample_id: 's-01', approved: true },
        { sample_id: 's-03', approved: false },
        { sample_id: 's-04', approved: true },
      ]);
    });
  });
