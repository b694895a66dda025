import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Meta } from '../../../electron/service/store/meta.ts';
import type { OutcomeRow } from '../../../shared/sync/experiments.ts';
import { experimentPlan } from '../../fixtures/experiments.ts';
import { outcomeRow, storeRows } from '../../fixtures/outcomes.ts';
import { seeded } from '../../fixtures/random.ts';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { note, seconds } from '../note.ts';
import { removeFolder, scratchFolder } from '../scratch.ts';
import { ask, openBench } from '../service.ts';

const conversations = 1_000_000;
const perPage = 10_000;
const dayMs = 86_400_000;
const id = '01930000-0000-4000-8000-00000000000a';
const intents = [
  'refund',
  'parcel',
  'invoice',
  'login',
  'cancel',
  'price',
  'size',
  'return',
  'complaint',
  null,
] as const;

/**
 * What the dashboard of an experiment asks for, with a million conversations in the workspace: through the service's door,
 * against one bare GROUP BY over the same rows in the same process. A look waits to be opened: of twenty days it sees the first
 * fourteen, the last of them half.
 */
export const bench: Bench = {
  async run() {
    const folder = scratchFolder('dashboard');
    await openBench(folder).close();
    const startedAt = new Date(Math.floor((Date.now() - 20 * dayMs) / dayMs) * dayMs + dayMs / 2);
    const began = performance.now();
    fill(join(folder, 'corpus.db'), startedAt);
    note(`stored ${conversations.toLocaleString('en')} outcomes in ${seconds(began)} s`);
    const db = new Database(join(folder, 'corpus.db'), { readonly: true });
    db.pragma('cache_size = -65536');
    const bare = db.prepare<[string, string], { exposures: number }>(
      `SELECT arm, intent, count(*) AS exposures, count(approved), sum(approved), count(edited), sum(edited), count(csat),
         sum(csat), sum(csat * csat), count(violation), sum(violation)
       FROM outcomes NOT INDEXED WHERE experiment_id = ? AND exposed_at < ? GROUP BY arm, intent`,
    );
    const until = new Date(startedAt.getTime() + 14 * dayMs).toISOString();
    const service = openBench(folder);
    let read = 0;
    const measured = await interleave(rounds, {
      async reference() {
        const from = performance.now();
        read = bare.all(id, until).reduce((sum, { exposures }) => sum + exposures, 0);
        return performance.now() - from;
      },
      async product() {
        const from = performance.now();
        const standing = await ask(service, 'experiment.standing', { id });
        const took = performance.now() - from;
        if (standing?.reading.status !== 'due') throw new Error(`the experiment is ${standing?.reading.status}`);
        const { control = 0, treatment = 0 } = standing.exposures;
        if (read !== 0 && control + treatment !== read) throw new Error(`${control + treatment} are not ${read}`);
        return took;
      },
    });
    await service.close();
    db.close();
    removeFolder(folder);
    return [
      {
        name: 'tune dashboard of a million',
        unit: 'ms',
        product: measured.map(({ product }) => product),
        reference: measured.map(({ reference }) => reference),
      },
    ];
  },
};

/** Stores an experiment and its conversations as a pull does, spread evenly over twenty days. */
function fill(file: string, startedAt: Date): void {
  const db = new Database(file);
  const at = startedAt.toISOString();
  storeRows(db, {
    experiments: [
      {
        ...{ xid: '1', experiment_id: id, state: 'running', plan: experimentPlan(), created_by: id, created_at: at },
        ...{ started_at: at, ends_at: new Date(startedAt.getTime() + 14 * dayMs).toISOString(), stopped_at: null },
        ...{ decided_at: null, verdict: null, reason: null, looks: [] },
      },
    ],
  });
  const random = seeded(1);
  for (let from = 0; from < conversations; from += perPage)
    storeRows(db, {
      outcomes: Array.from({ length: perPage }, (_, index) => outcomeOf(from + index, startedAt.getTime(), random)),
    });
  new Meta(db).set('settled_until', new Date().toISOString());
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function outcomeOf(index: number, startedAt: number, random: () => number): OutcomeRow {
  const reviewed = random() < 0.5;
  const approved = random() < 0.6;
  return outcomeRow({
    experiment_id: id,
    conversation_id: `conversation ${index}`,
    arm: random() < 0.5 ? 'control' : 'treatment',
    exposed_at: new Date(startedAt + (index / conversations) * 20 * dayMs).toISOString(),
    reviewed,
    approved: reviewed ? approved : null,
    edited: reviewed ? !approved && random() < 0.7 : null,
    csat: random() < 0.3 ? 1 + Math.floor(random() * 5) : null,
    violation: reviewed || random() < 0.8 ? random() < 0.01 : null,
    intent: intents[Math.floor(random() * intents.length)] ?? null,
  });
}
