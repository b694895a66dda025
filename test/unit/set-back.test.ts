import { expect, it, onTestFinished } from 'vitest';
import { agentSetBack, experimentSetBack, isLeft } from '../../electron/service/experiment/set-back.ts';
import { SetBacks } from '../../electron/service/experiment/set-backs.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { BeforeRestore } from '../../electron/service/sync/before-restore.ts';
import { Sweep } from '../../electron/service/sync/sweep.ts';
import { setBackText } from '../../shared/rules/set-back-words.ts';
import type { ActiveModelRow, ExperimentRow } from '../../shared/sync/experiments.ts';
import { experimentPlan, onDay } from '../fixtures/experiments.ts';
import { storeRows } from '../fixtures/outcomes.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const id = '018f0000-0000-7000-8000-00000000000a';
const lead = '018f0000-0000-7000-8000-000000000001';
const nameOf = () => 'Lena';

const planned: ExperimentRow = {
  ...{ xid: '1', experiment_id: id, state: 'planned', plan: experimentPlan({ name: 'Refunds', agent: 'Shop' }) },
  ...{ created_by: lead, created_at: onDay(0), started_at: null, ends_at: null, stopped_at: null },
  ...{ decided_at: null, verdict: null, reason: null, looks: [] },
};
const running: ExperimentRow = { ...planned, state: 'running', started_at: onDay(1), ends_at: onDay(15) };
const stopped: ExperimentRow = { ...running, state: 'stopped', stopped_at: onDay(2) };
const decided: ExperimentRow = { ...stopped, state: 'decided', decided_at: onDay(3), verdict: 'do_not_ship' };

const base: ActiveModelRow = {
  ...{ xid: '1', agent: 'Shop', model: 'base', since: onDay(1), set_by: lead, from_model: null },
  ...{ why: 'What we begin with.', experiment_id: null },
};
const tuned: ActiveModelRow = { ...base, model: 'tuned', since: onDay(4), from_model: 'base', why: 'Past every bar.' };

const date = (iso: string) => iso.slice(0, 10);

const begun = '“Refunds” on Shop was';
it.each([
  [stopped, running, `${begun} stopped on 2026-11-04 and runs again.`, 'Stop it again.'],
  [decided, running, `${begun} decided on 2026-11-05 (do not ship) and runs again.`, 'Decide it again.'],
  [decided, stopped, `${begun} decided on 2026-11-05 (do not ship) and is stopped and undecided.`, 'Decide it again.'],
  [running, planned, `${begun} started on 2026-11-03 and is planned again.`, 'Start it again if you still need it.'],
  [planned, null, `${begun} planned on 2026-11-02 and is gone.`, 'Plan it again if you still need it.'],
])('tells that an experiment is less far than it was', (before, now, was, remedy) => {
  const found = experimentSetBack({ before, now });
  expect(found && setBackText(found, date)).toEqual({ was, remedy });
});

it('has nothing to tell of an experiment that is as far as it was, or further', () => {
  const again = { ...stopped, stopped_at: onDay(9), xid: '77' };
  for (const now of [stopped, again, decided]) expect(experimentSetBack({ before: stopped, now })).toBeNull();
});

it('tells which model an agent had, until one is chosen later than that', () => {
  const told = (now: ActiveModelRow | null) => {
    const found = agentSetBack({ before: tuned, now }, nameOf);
    return found && setBackText(found, date).was;
  };
  const had = 'tuned was rolled out on 2026-11-06 by Lena: “Past every bar.”';
  expect(told(base)).toBe(`Shop answers again with base; ${had}`);
  expect(told(null)).toBe(`Shop answers again with the model that is built into it; ${had}`);
  const same = { ...tuned, since: onDay(2) };
  const again = { ...tuned, since: onDay(9) };
  const other = { ...base, model: 'newer', since: onDay(9) };
  for (const now of [tuned, same, again, other]) expect(told(now)).toBeNull();
});

it('leaves what a person leaves so until it is set back further, or is decided again and lost again', () => {
  const told = (before: ExperimentRow, now: ExperimentRow | null) => {
    const found = experimentSetBack({ before, now });
    if (!found) throw new Error('it was not set back');
    return found;
  };
  const left = [told(decided, running).mark];
  expect(isLeft(told(decided, running), left)).toBe(true);
  expect(isLeft(told(decided, stopped), left)).toBe(true);
  expect(isLeft(told(decided, planned), left)).toBe(false);
  expect(isLeft(told(decided, null), left)).toBe(false);
  expect(isLeft(told({ ...decided, decided_at: onDay(9) }, running), left)).toBe(false);
  expect(isLeft(told({ ...decided, experiment_id: lead }, running), left)).toBe(false);
});

it('remembers what was furthest, however often a sweep begins over rows that were set back', () => {
  const { files, work } = workspaceWith([]);
  const corpus = openWritable(files.corpus, 'normal');
  onTestFinished(() => void corpus.close());
  const [sweep, beforeRestore] = [new Sweep(corpus), new BeforeRestore(corpus)];
  const begin = () => sweep.begin(() => beforeRestore.remember());
  const setBacks = new SetBacks(work, corpus);
  const told = () => setBacks.list().map((one) => [one.what, one.now]);
  storeRows(corpus, { experiments: [decided], active_models: [tuned] });
  begin();
  expect(told()).toEqual([]);
  storeRows(corpus, { experiments: [running], active_models: [base] });
  const both = [
    ['agent', 'base'],
    ['experiment', 'running'],
  ];
  for (let time = 0; time < 2; time++) {
    expect(told()).toEqual(both);
    begin();
  }
  expect(told()).toEqual(both);

  const again = { ...decided, decided_at: onDay(9) };
  storeRows(corpus, { experiments: [again], active_models: [{ ...tuned, since: onDay(9) }] });
  expect(told()).toEqual([]);
  begin();
  storeRows(corpus, { experiments: [running] });
  expect(setBacks.list()).toMatchObject([{ was: { state: 'decided', at: onDay(9) }, now: 'running' }]);
  // A row that this version cannot read takes nobody's place.
  corpus.prepare('UPDATE experiments SET body = ?').run(JSON.stringify({ ...running, state: 'archived' }));
  begin();
  storeRows(corpus, { experiments: [running] });
  expect(told()).toEqual([['experiment', 'running']]);
  beforeRestore.forget();
  expect(told()).toEqual([]);
});
