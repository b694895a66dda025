import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect } from 'vitest';
import { Server } from '../../../electron/service/sync/server.ts';
import { workspaceFiles } from '../../../electron/service/workspace/open.ts';
import { AssayError } from '../../../shared/errors.ts';
import { claimAnswerSchema } from '../../../shared/sync/protocol.ts';
import type { Team } from '../../../shared/sync/status.ts';
import type { Backend, Keys } from '../../backend/backend.ts';
import type { RunSql } from '../../backend/migrate.ts';
import { allScores, sampleRow, verdict } from '../../fixtures/samples.ts';
import type { Fault, FaultProxy } from '../proxy.ts';
import type { Restorable } from '../restorable.ts';
import { underClock } from './clock.ts';
import { Crashed, TestDevice, tokenFor } from './device.ts';
import {
  cursorBehindRows,
  endedOnce,
  keepsSurely,
  nothingTaken,
  placesHold,
  sameAsServer,
  toldAgain,
} from './invariants.ts';
import type { Neighbour } from './neighbour.ts';
import { type Step, sampleCount } from './schedule.ts';

/** A server, one that can be set back where schedules ask for it, and the way there. */
export type Ground = {
  server: { readonly backend: Backend } & Partial<Pick<Restorable, 'backUp' | 'restore'>>;
  proxy: FaultProxy;
  neighbour: Neighbour;
  keys: Keys;
};

const badCharacters = 'half of a pair: \ud800, and a NUL: \u0000';
/** The server fails over a label with this note. */
export const defectNote = 'the server has a defect';

/** One labeler with two devices, a colleague, a queue and a bad network: where a schedule takes place. */
export class World {
  readonly #ground: Ground;
  readonly #team: Team;
  readonly #folder = mkdtempSync(join(tmpdir(), 'assay-schedule-'));
  readonly #memberId = randomUUID();
  readonly #colleagueId = randomUUID();
  readonly #queueId = randomUUID();
  readonly #token: string;
  readonly #devices: TestDevice[];
  /** How far the clock of each device is off, in milliseconds. */
  readonly #clocks = [0, 0];
  /** The sample of each operation that a device has committed. */
  readonly #committed = new Map<string, string>();
  readonly #sampleIds: string[];
  #restored = false;
  /** How often each fault took place, and what became of operations. */
  readonly tally = new Map<string, number>();

  private constructor(ground: Ground) {
    this.#ground = ground;
    this.#team = { url: ground.proxy.url, publishableKey: ground.keys.publishable };
    this.#token = tokenFor(this.#memberId, ground.keys.secret);
    this.#sampleIds = Array.from({ length: sampleCount }, (_, index) => `${this.#queueId} ${index}`);
    this.#devices = [0, 1].map(
      (index) => new TestDevice(this.#folderOf(index), this.#memberId, this.#team, this.#token),
    );
  }

  static async make(ground: Ground): Promise<World> {
    const world = new World(ground);
    const rows = world.#sampleIds.map((id) => sampleRow(id, { tags: [world.#queueId] }));
    await world.#sql(`
      insert into assay_members (member_id, name, role) values ('${world.#memberId}', 'Ann', 'labeler'),
        ('${world.#colleagueId}', 'Ben', 'labeler');
      insert into agent_training_samples (sample_id, created_at, source, query, agent_response, tags)
        select r.sample_id, r.created_at, r.source, r.query, r.agent_response, r.tags
        from json_to_recordset($json$${JSON.stringify(rows)}$json$) r (sample_id text, created_at timestamptz, source jsonb,
          query jsonb, agent_response jsonb, tags text[]);
      insert into assay_queues (queue_id, name, state, filter, rubric_version)
        values ('${world.#queueId}', 'Schedule', 'open', '{"tag": "${world.#queueId}"}', 1);
      select assay.fill_queue(q) from assay_queues q where queue_id = '${world.#queueId}';
      -- What leads have built and compare is no labeler's to know.
      insert into assay_splits (sample_id, train, validation, holdout)
        select sample_id, true, false, false from agent_training_samples where tags = '{${world.#queueId}}';
      insert into assay_experiments (experiment_id, plan, created_by)
        values ('${world.#queueId}', '{"name": "A", "agent": "${world.#queueId}", "days": 14}', '${world.#memberId}');
      insert into assay_arms (experiment_id, arm, model, share)
        values ('${world.#queueId}', 'control', 'a', 5000), ('${world.#queueId}', 'treatment', 'b', 5000);
      update assay_experiments set state = 'running' where experiment_id = '${world.#queueId}';
      select public.assign_arm('${world.#queueId}', 'conversation of ' || sample_id)
        from agent_training_samples where tags = '{${world.#queueId}}';
      -- Ann compares two answers to each of them, and her colleague too: that is not for her to know.
      insert into assay_evaluations (evaluation_id, name, judges, scored, items, members, created_by)
        values ('${world.#queueId}', 'Round', 2, false, ${sampleCount}, '{${world.#memberId},${world.#colleagueId}}',
          '${world.#colleagueId}');
      insert into assay_evaluation_items (item_id, evaluation_id, sample_id, prompt, first, second)
        select gen_random_uuid(), '${world.#queueId}', sample_id, '{"messages": [], "tools": []}', 'One.', 'Other.'
        from agent_training_samples where tags = '{${world.#queueId}}';
      select assay.give_comparisons(e, null) from assay_evaluations e where evaluation_id = '${world.#queueId}'`);
    return world;
  }

  async run(step: Step): Promise<void> {
    try {
      if ('device' in step) await underClock(this.#clocks[step.device] ?? 0, () => this.#act(step));
      else await this.#act(step);
    } catch (error) {
      if (error instanceof Crashed && step.do === 'exchange') {
        this.#count('crash', 1);
        // The cursor may still be one of the server that was: what a device makes of that, invariant 7 says.
        if (!this.#restored)
          await cursorBehindRows(workspaceFiles(this.#folderOf(step.device)).corpus, this.#memberId, this.#sql);
      } else if (!(error instanceof AssayError)) throw error;
    } finally {
      for (const device of this.#devices)
        for (const { id, sampleId } of device.ops()) this.#committed.set(id, sampleId);
    }
  }

  async #act(step: Step): Promise<void> {
    switch (step.do) {
      case 'label':
        return this.#label(step.device, step.sample, { scores: allScores(step.score) });
      case 'poison':
        return this.#label(step.device, step.sample, { note: step.by === 'a defect' ? defectNote : badCharacters });
      case 'skip':
        return this.#device(step.device).parts.labeling.skip(this.#unit(step.sample), 'unclear');
      case 'undo':
        this.#device(step.device).parts.labeling.undo();
        return;
      case 'judge':
        return this.#judge(step);
      case 'unjudge':
        this.#device(step.device).parts.judging.undo(this.#queueId);
        return;
      case 'clock':
        this.#clocks[step.device] = step.offMs;
        return;
      case 'claim':
        return this.#claim(step);
      case 'exchange':
        return this.#exchange(step);
      case 'rewrite':
        await this.#sql(`update agent_training_samples
          set query = query || jsonb_build_object('text', 'rewritten ${randomUUID()}')
          where sample_id = '${this.#sampleIds[step.sample]}'`);
        return;
      case 'revoke':
        await this.#sql(`update assay_assignments set state = 'revoked', holds = false
          where queue_id = '${this.#queueId}' and member_id = '${this.#memberId}'
            and sample_id = '${this.#sampleIds[step.sample]}' and label_id is null`);
        return;
      case 'hold':
        this.#count('hold', 1);
        return this.#ground.neighbour.begin();
      case 'let go':
        return this.#ground.neighbour.end();
      case 'back up':
        return this.#ground.server.backUp?.();
      case 'restore':
        // What was on its way then arrives at the old server, or never.
        await this.#ground.proxy.settled();
        await this.#ground.server.restore?.();
        this.#restored = true;
    }
  }

  /** The network is well again, everybody exchanges until nothing is left to say, and all invariants hold. */
  async rest(): Promise<void> {
    const { proxy, neighbour } = this.#ground;
    const sql = this.#sql;
    proxy.fault = () => null;
    await proxy.settled();
    await neighbour.end();
    // The first device once more: it has to hear what the second has sent.
    for (const device of [...this.#devices, this.#device(0)]) await this.#calm(device);
    try {
      if (this.#restored) await toldAgain(this.#devices, this.#memberId, sql);
      else await endedOnce(this.#committed, this.#devices, this.#memberId, sql);
      await placesHold(this.#queueId, sql);
      for (const device of this.#devices) await sameAsServer(device, this.#memberId, sql);
    } catch (error) {
      if (!this.#restored) throw error;
      throw new Error(`invariant 7: after a restore, ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
    const [became] = await sql(`select
      (select count(*)::int from assay_labels where member_id = '${this.#memberId}') as labels,
      (select count(*)::int from assay_labels where member_id = '${this.#memberId}' and forked) as forked,
      (select count(*)::int from assay_labels where member_id = '${this.#memberId}' and late) as "late work",
      (select count(*)::int from assay_marks where member_id = '${this.#memberId}') as skips,
      (select count(*)::int from assay_judgments where member_id = '${this.#memberId}') as judgments,
      (select count(*)::int from assay_dead_letters where member_id = '${this.#memberId}') as "dead letters"`);
    for (const [what, times] of Object.entries(became ?? {})) this.#count(what, Number(times));
  }

  #count(what: string, times: number): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + times);
  }

  close(): void {
    for (const device of this.#devices) device.close();
    // What was sent is nobody's matter any more; ten thousand schedules of it are gigabytes.
    this.#ground.proxy.exchanged.length = 0;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What is written beside an open transaction, of whomever on the same Postgres, comes later: that is no fault of sync. */
  async #calm(device: TestDevice): Promise<void> {
    const { api } = device.parts.sync;
    for (let time = 0; time < 100; ) {
      await device.exchange(false).catch((error: unknown) => {
        throw new Error(`invariant 4: what waits is held up: ${error}`);
      });
      const { waiting, acknowledged } = device.counts();
      const held = await this.#sql(`select 1 from assay_assignments where member_id = '${this.#memberId}'
        and assay_xid >= pg_snapshot_xmin(pg_current_snapshot())`);
      if (waiting + acknowledged + held.length === 0 && !(await api.probe({ token: this.#token })).news) return;
      if (held.length === 0) time++;
      await after(20);
    }
    throw new Error(`invariant 4: what waits never arrives: ${JSON.stringify(device.counts())}`);
  }

  readonly #sql: RunSql = (script) => this.#ground.server.backend.sql(script);

  #device(index: number): TestDevice {
    const device = this.#devices[index];
    if (!device) throw new Error(`there is no device ${index}`);
    return device;
  }

  #folderOf(index: number): string {
    return join(this.#folder, String(index));
  }

  #unit(sample: number): { queueId: string; sampleId: string } {
    return { queueId: this.#queueId, sampleId: this.#sampleIds[sample] ?? '' };
  }

  #label(device: number, sample: number, change: Parameters<typeof verdict>[1]): void {
    const unit = this.#unit(sample);
    const judged = verdict(sampleRow(unit.sampleId).agent_response.text, change);
    this.#device(device).parts.labeling.commit(randomUUID(), unit, judged);
  }

  /** One of the comparisons that the device has; without one there is nothing to judge. */
  #judge({ device, sample, better }: Extract<Step, { do: 'judge' }>): void {
    const { judging, workspace } = this.#device(device).parts;
    const ids = workspace.corpus.prepare<[], string>('SELECT comparison_id FROM comparisons ORDER BY 1').pluck().all();
    const id = ids[sample];
    if (id !== undefined) judging.judge(randomUUID(), id, { better, scores: null, note: '', activeMs: 1 });
  }

  async #exchange({ device: index, anew, faults, crash }: Extract<Step, { do: 'exchange' }>): Promise<void> {
    const device = this.#device(index);
    const before = await keepsSurely(device, this.#memberId, this.#sql);
    this.#badNetwork(faults);
    try {
      await device.exchange(anew, crash);
    } finally {
      await nothingTaken(device, before, this.#memberId, this.#sql);
    }
  }

  /** Repeated under one id until it is answered, as a person would who sees that it failed; and once more after that. */
  async #claim({ who, count, faults }: Extract<Step, { do: 'claim' }>): Promise<void> {
    const token = who === 'ann' ? this.#token : tokenFor(this.#colleagueId, this.#ground.keys.secret);
    const server = new Server(this.#team, new AbortController().signal);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const claim = { claim_id: randomUUID(), queue_id: this.#queueId, count, until };
    this.#badNetwork(faults);
    for (let answered = 0, time = 0; answered < 2 && time < faults.length + 2; time++) {
      await server.ask(token, 'assay_claim', claim, claimAnswerSchema).then(
        () => answered++,
        () => {},
      );
    }
    const given = await this.#sql(`select 1 from assay_assignments where claim_id = '${claim.claim_id}'`);
    expect(given.length, 'invariant 9: given under one claim').toBeLessThanOrEqual(count);
  }

  #badNetwork(wanted: readonly (Fault | null)[]): void {
    const left = [...wanted];
    this.#ground.proxy.fault = () => {
      const fault = left.shift() ?? null;
      if (fault) this.#count(fault, 1);
      return fault;
    };
  }
}
