import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { labelReader } from '../../electron/service/labeling/labels.ts';
import { examine } from '../../electron/service/workspace/doctor.ts';
import { openWorkspace, readWorkspace } from '../../electron/service/workspace/open.ts';
import { type Draft, draftSchema, type Label } from '../../shared/domain/label.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { putSamples } from '../fixtures/workspace.ts';
import type { Told } from './labeling-child.ts';

const steps = 300;
const kills = 14;
/** Each life begins an import of its own, so that the samples are being written at most of the kills as well. */
const importedEach = 5_000;

/** Fails are repeated with `ASSAY_SEED=… vitest run test/integration/crash.test.ts`. */
const seed = Number(process.env['ASSAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Park and Miller's generator: enough to pick moments. */
function generator(from: number): () => number {
  let state = (from % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** What the service has answered for, in all lives of the process. */
class Acknowledged {
  readonly labels = new Map<string, Label>();
  /** The last draft of each sample that nothing acknowledged has replaced or removed since. */
  readonly drafts = new Map<string, { at: number; draft: Draft }>();

  take(told: Told): void {
    if (told.kind === 'draft') this.drafts.set(told.sampleId, told);
    if (told.kind !== 'label') return;
    const { label, by } = told;
    this.labels.set(label.id, label);
    // Taking a label back puts its verdict on the screen as a draft; the label itself stays and is checked.
    if (by !== 'undo') this.drafts.delete(label.sampleId);
  }

  labelsOf(sampleId: string): number {
    return [...this.labels.values()].filter((label) => label.sampleId === sampleId).length;
  }
}

/** Runs the labeling process and kills it so many ms after `killer` first answers a number; true when it was killed. */
async function live(args: string[], take: (told: Told) => void, killer: ((told: Told) => number | null) | null) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'labeling-child.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  let killed = false;
  for await (const line of createInterface({ input: child.stdout })) {
    // Lines are shorter than a pipe's atomic write, so that a kill cuts none of them.
    const told = JSON.parse(line) as Told;
    take(told);
    const delay = killed ? null : (killer?.(told) ?? null);
    if (delay === null) continue;
    killed = true;
    setTimeout(() => child.kill('SIGKILL'), delay);
  }
  const [code, signal] = await ended;
  if (!killed) expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
  return killed;
}

/** Everything acknowledged is there, both files are intact, and what stands agrees with the labels. */
function check(folder: string, acknowledged: Acknowledged): number {
  const { work, corpus, close } = readWorkspace(folder);
  try {
    for (const finding of examine({ work, corpus })) expect(finding, `seed ${seed}`).toMatchObject({ ok: true });

    const labels = labelReader(work);
    for (const label of acknowledged.labels.values()) expect(labels.get(label.id), `seed ${seed}`).toEqual(label);

    const draftOf = work.prepare<[string], string>('SELECT body FROM drafts WHERE sample_id = ?').pluck();
    for (const [sampleId, { at, draft }] of acknowledged.drafts) {
      // A commit that was durable and could not answer any more has ended the draft.
      if (labels.history({ queueId: null, sampleId }).length > acknowledged.labelsOf(sampleId)) continue;
      const body = draftOf.get(sampleId);
      const kept = body === undefined ? null : draftSchema.parse(JSON.parse(body));
      // A later draft that could not answer any more may be there; an older one may not.
      const why = `seed ${seed}: the draft of ${sampleId}, acknowledged ${Date.now() - at} ms ago, is lost`;
      expect(kept?.correctionText?.startsWith(draft.correctionText ?? ''), why).toBe(true);
      if (kept?.correctionText === draft.correctionText) expect(kept, why).toEqual(draft);
    }
    return Number(work.prepare(`SELECT count(DISTINCT sample_id) FROM labels`).pluck().get());
  } finally {
    close();
  }
}

function importFiles(count: number): string[] {
  const folder = temporaryFolder();
  return Array.from({ length: count }, (_, file) => {
    const path = join(folder, `${file}.ndjson`);
    const rows = Array.from({ length: importedEach }, (_, i) =>
      sampleRow(`later ${file} ${i}`, { created_at: '2026-10-01T08:00:00Z' }),
    );
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    return path;
  });
}

it(`kill -9 at random moments of ${steps} labeling steps loses nothing that was acknowledged`, async () => {
  console.log(`seed ${seed}`);
  const random = generator(seed);
  const folder = temporaryFolder();
  const workspace = openWorkspace(folder, { create: true, program: 'a test' });
  putSamples(
    workspace,
    Array.from({ length: steps }, (_, i) => sampleRow(`sample ${i}`)),
  );
  workspace.close();
  const files = importFiles(kills + 1);

  const acknowledged = new Acknowledged();
  const args = () => {
    const imports = files.slice(0, killed + 1).flatMap((path) => ['--import', path]);
    return ['--folder', folder, '--labels', String(steps), '--undo', ...imports];
  };
  let labeled = 0;
  let killed = 0;
  while (killed < kills) {
    // The lives that are left share the samples that are left; each ends at a random moment of about its share, and
    // never takes all that is left: a life that is done cannot be killed.
    const share = (steps - labeled) / (kills - killed + 1);
    let left = Math.ceil(share * 1.5 * random());
    let more = Math.floor(random() * 8);
    const killer = (told: Told) => {
      if (told.kind === 'label' && told.by === 'commit') left--;
      return left <= 0 && told.kind !== 'ready' && more-- <= 0 ? random() * 8 : null;
    };
    expect(await live(args(), (told) => acknowledged.take(told), killer), 'the process ended before its kill').toBe(
      true,
    );
    killed++;
    labeled = check(folder, acknowledged);
    await sleep(random() * 20);
  }
  await live(args(), (told) => acknowledged.take(told), null);
  expect(check(folder, acknowledged)).toBe(steps);

  const { work, corpus, close } = readWorkspace(folder);
  const count = (db: typeof work, sql: string) => db.prepare(sql).pluck().get();
  expect(count(work, 'SELECT count(*) FROM standings WHERE label_id IS NOT NULL')).toBe(steps);
  expect(count(work, 'SELECT count(*) FROM drafts')).toBe(0);
  expect(count(corpus, 'SELECT count(*) FROM samples')).toBe(steps + files.length * importedEach);
  expect(count(work, `SELECT count(*) FROM jobs WHERE state = 'done'`)).toBe(files.length);
  close();
}, 180_000);
