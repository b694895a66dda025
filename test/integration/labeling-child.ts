import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { openService } from '../../electron/service/service.ts';
import { MemorySecrets } from '../../electron/service/sync/secrets.ts';
import type { CallInput, CallOutput, ServiceCallName } from '../../shared/contract/calls.ts';
import type { Draft, Label, Verdict } from '../../shared/domain/label.ts';
import { allScores } from '../fixtures/samples.ts';

/**
 * A process that hosts the service and labels `sample 0`, `sample 1` and so on, for tests that kill or trace it.
 *
 * Each sample is scored as a person would: its draft is saved as it is typed, then it is committed; now and then the
 * label is taken back and done again. Everything that the service answered is told on stdout, one line each and written
 * through before the next call. Started again, it goes on where the workspace is.
 */
export type Told =
  | { kind: 'ready'; pid: number }
  | { kind: 'draft'; at: number; sampleId: string; draft: Draft }
  | { kind: 'label'; at: number; by: 'commit' | 'undo' | 'redo'; label: Label };

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '' },
    labels: { type: 'string', default: '0' },
    /** Files to import meanwhile, one after the other. */
    import: { type: 'string', multiple: true, default: [] },
    /** Takes every seventh label back and does it again. */
    undo: { type: 'boolean', default: false },
  },
});

const service = openService({
  folder: values.folder,
  create: false,
  program: 'a test',
  resources: join(import.meta.dirname, '../../resources'),
  version: '0.0.0',
  onBattery: () => true,
  secrets: new MemorySecrets(),
  emit: () => {},
  log: (message, error) => console.error(message, error),
});

async function ask<N extends ServiceCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const answer = await service.answer(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value as CallOutput<N>;
}

function tell(told: Told): void {
  writeSync(1, `${JSON.stringify(told)}\n`);
}

async function tellLabel(by: 'undo' | 'redo', sampleId: string): Promise<void> {
  const label = (await ask('labeling.history', { queueId: null, sampleId })).at(-1);
  if (label) tell({ kind: 'label', at: Date.now(), by, label });
}

function draftOf(typed: string): Draft {
  return {
    scores: allScores(4),
    filled: [],
    decision: 'edit',
    correctionText: typed,
    correctionScores: {},
    correctionConfirmed: true,
    reasons: ['tone_adjustment'],
    tags: [],
    note: '',
    question: '',
    activeMs: typed.length * 100,
  };
}

function verdictOf({ scores, filled, reasons, tags, note, activeMs }: Draft, text: string, hash: string): Verdict {
  return {
    scores: { ...allScores(4), ...scores },
    filled,
    decision: 'edit',
    correction: { text, scores: allScores(5), confirmed: true, editDistance: 1 },
    reasons,
    tags,
    note,
    order: { strategy: 'oldest', seed: null },
    rubricVersion: 1,
    activeMs,
    responseHash: hash,
  };
}

/** Types on from the draft that is there, a few characters a step, and commits. False when it has a label already. */
async function label(sampleId: string): Promise<boolean> {
  const [item] = await ask('labeling.items', { queueId: null, sampleIds: [sampleId] });
  if (!item) throw new Error(`no item ${sampleId}`);
  if (item.label) return false;
  const text = `${item.sample.response} I am sorry for the wait.`;
  let typed = item.draft?.correctionText ?? '';
  let draft = draftOf(typed);
  while (typed.length < text.length) {
    typed = text.slice(0, typed.length + 12);
    draft = draftOf(typed);
    await ask('labeling.saveDraft', { queueId: null, sampleId, draft });
    tell({ kind: 'draft', at: Date.now(), sampleId, draft });
    await sleep(4);
  }
  const verdict = verdictOf(draft, text, item.sample.responseHash);
  const committed = await ask('labeling.commit', { queueId: null, id: uuidv7(), sampleId, verdict });
  tell({ kind: 'label', at: Date.now(), by: 'commit', label: committed });
  return true;
}

/** Goes on with what an earlier life was importing, and begins what none has begun. */
async function importMeanwhile(paths: readonly string[]): Promise<string[]> {
  const begun = (await ask('jobs.list', undefined)).filter((job) => job.kind === 'import');
  for (const { id, state } of begun) if (state !== 'done') await ask('jobs.resume', { id });
  const missing = paths.filter((path) => !begun.some(({ params }) => params.path === path));
  const ids = begun.map(({ id }) => id);
  for (const path of missing) ids.push((await ask('jobs.import', { path, format: 'ndjson' })).id);
  return ids;
}

tell({ kind: 'ready', pid: process.pid });
const importing = await importMeanwhile(values.import);
for (let i = 0; i < Number(values.labels); i++) {
  const labeled = await label(`sample ${i}`);
  if (!values.undo || !labeled || i % 7 !== 6) continue;
  const undone = await ask('labeling.undo', undefined);
  if (undone) await tellLabel('undo', undone.item.sample.sampleId);
  const redone = await ask('labeling.redo', undefined);
  if (redone) await tellLabel('redo', redone.item.sample.sampleId);
}
for (const id of importing) await service.jobs.settled(id);
await service.close();
