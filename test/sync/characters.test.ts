import { expect, it } from 'vitest';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { site } from './site.ts';
import { deviceOf, inThreeDays, settled, startTeam, type TestTeam, until } from './team.ts';

const broken = [
  ['a NUL', '\\u0000', '\0'],
  ['half a surrogate pair', '\\ud83d', '\ud83d'],
] as const;

/** Postgres keeps no such character in its tables; something on the way writes one into what it answers. */
function corrupting(team: TestTeam, word: string, written: string): Promise<string> {
  return site(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization = '', apikey = '', 'content-type': type = '' } = request.headers;
    const headers = { authorization, apikey: String(apikey), 'content-type': type };
    const body = Buffer.concat(chunks);
    const response = await fetch(new URL(request.url ?? '/', team.backend.url), {
      method: request.method ?? 'GET',
      headers,
      body: body.length > 0 ? body : null,
    });
    const text = (await response.text()).replaceAll(word, `${word} ${written}`);
    answer.writeHead(response.status, { 'content-type': 'application/json' }).end(text);
  });
}

it.each(broken)('leaves out a sample whose text holds %s, counts it, and brings the others', async (_, written) => {
  const team = await startTeam();
  const odd = sampleRow('odd', { agent_response: { text: 'Unheard of.', sources: [], confidence: 0.5 } });
  // What only looks like one is text like any other.
  const fine = sampleRow('fine', { agent_response: { text: `A path: C:${written} 😀`, sources: [], confidence: 0.5 } });
  await team.give([odd, fine, sampleRow('a')]);
  const queueId = await team.queue();
  const url = await corrupting(team, 'Unheard of', written);
  for (const [person, role] of [
    [await team.labeler('ann'), 'labeler'],
    [team.lead, 'lead'],
  ] as const) {
    const device = await deviceOf({ ...team, team: { ...team.team, url } }, person);
    if (role === 'labeler') {
      const wanted = { claim_id: crypto.randomUUID(), queue_id: queueId, count: 3, until: inThreeDays() };
      expect((await (await team.client(person)).rpc('assay_claim', wanted)).error).toBeNull();
    }
    await until(device, async ({ unreadable }) => {
      const { samples } = await device.handlers['workspace.info']();
      return unreadable > 0 && samples === 2;
    });
    const unit = { queueId: role === 'labeler' ? queueId : null, sampleIds: ['fine'] };
    const [item] = await device.handlers['labeling.items'](unit);
    expect(item?.sample.response).toBe(fine.agent_response.text);
    expect((await device.handlers['workspace.doctor']()).filter(({ ok }) => !ok)).toEqual([]);
  }
});

it.each(broken)(
  'gives back to its labeler what holds %s, delays nothing else, and takes it mended',
  async (_, __, odd) => {
    const team = await startTeam();
    const sampleIds = ['a', 'b', 'c'];
    await team.give(sampleIds.map((id) => sampleRow(id)));
    const queueId = await team.queue();
    const device = await deviceOf(team, await team.labeler('ann'));
    await device.handlers['sync.claim']({ queueId, count: 3, until: inThreeDays() });
    const judged = (sampleId: string, change = {}) => verdict(sampleRow(sampleId).agent_response.text, change);
    const commit = (sampleId: string, change = {}) =>
      device.handlers['labeling.commit']({
        id: crypto.randomUUID(),
        queueId,
        sampleId,
        verdict: judged(sampleId, change),
      });
    const correctionOf = (text: string) => ({ text, scores: allScores(5), confirmed: true, editDistance: 1 });
    const edit = (text: string) => ({ decision: 'edit', correction: correctionOf(text), reasons: ['other'] });

    await commit('a', { note: `A note${odd}.` });
    await commit('b', edit(`A correction${odd}.`));
    await commit('c');
    await settled(device);
    const rejected = await device.handlers['sync.rejected']();
    expect(rejected.map(({ op, code }) => [op['sample_id'], code])).toEqual([
      ['a', 'not_stored'],
      ['b', 'not_stored'],
    ]);
    for (const { message } of rejected) expect(message).toMatch(/character/);
    expect(await device.handlers['labeling.fate']({ queueId, sampleId: 'a' })).toBe('refused');
    // It stands here as it was typed.
    const [item] = await device.handlers['labeling.items']({ queueId, sampleIds: ['a'] });
    expect(item?.label?.verdict.note).toBe(`A note${odd}.`);

    await commit('a', { note: 'A note.' });
    await commit('b', edit('A correction.'));
    await settled(device);
    const stored = await team.backend.sql(
      `select sample_id, verdict->>'note' as note, verdict->'correction'->>'text' as text from assay_labels order by 1`,
    );
    expect(stored).toEqual([
      { sample_id: 'a', note: 'A note.', text: null },
      { sample_id: 'b', note: '', text: 'A correction.' },
      { sample_id: 'c', note: '', text: null },
    ]);
  },
);
