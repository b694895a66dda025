import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Server } from '../../../electron/service/sync/server.ts';
import { workspaceFiles } from '../../../electron/service/workspace/open.ts';
import { AssayError } from '../../../shared/errors.ts';
import { claimAnswerSchema } from '../../../shared/sync/protocol.ts';
import type { Team } from '../../../shared/sync/status.ts';
import type { RunSql } from '../../backend/migrate.ts';
import { allScores, sampleRow, verdict } from '../../fixtures/samples.ts';
import type { Fault, FaultProxy } from '../proxy.ts';
import { Crashed, TestDevice, tokenFor } from './device.ts';
import { cursorBehindRows, endedOnce, labelsEnded, placesHold, sameAsServer } from './invariants.ts';
import { type Step, sampleCount } from './schedule.ts';

export type WorldOptions = {
  sql: RunSql;
  proxy: FaultProxy;
  team: Team;
  secret: string;
  /** Sets the server back to what it was when the devices had first met it. */
  restore?: () => Promise<void>;
};

/** One labeler with two devices, a queue and a bad network: where a schedule takes place. */
export class World {
  readonly #options: WorldOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), 'assay-schedule-'));
  readonly #memberId = randomUUID();
  readonly #queueId = randomUUID();
  readonly #token: string;
  readonly #devices: TestDevice[];
  readonly #committed = new Set<string>();
  readonly #sampleIds: string[];
  #restored = false;
  /** How often each fault took place, and what became of operations. */
  readonly tally = new Map<string, number>();

  private constructor(options: WorldOptions) {
    this.#options = options;
    this.#token = tokenFor(this.#memberId, options.secret);
    this.#sampleIds = Array.from({ length: sampleCount }, (_, index) => `${this.#queueId} ${index}`);
    this.#devices = [0, 1].map(
      (index) => new TestDevice(this.#folderOf(index), this.#memberId, options.team, this.#token),
    );
  }

  static async make(options: WorldOptions): Promise<World> {
    const world = new World(options);
    const rows = world.#sampleIds.map((id) => sampleRow(id, { tags: [world.#queueId] }));
    await options.sql(`
      insert into assay_members (member_id, name, role) values ('${world.#memberId}', 'Ann', 'labeler');
      insert into agent_training_samples (sample_id, created_at, source, query, agent_response, tags)
        select r.sample_id, r.created_at, r.source, r.query, r.agent_response, r.tags
        from json_to_recordset($json$${JSON.stringify(rows)}$json$) r (sample_id text, created_at timestamptz, source jsonb,
          query jsonb, agent_response jsonb, tags text[]);
      insert into assay_queues (queue_id, name, state, filter, rubric_version)
        values ('${world.#queueId}', 'Schedule', 'open', '{"tag": "${world.#queueId}"}', 1);
      select assay.fill_queue(q) from assay_queues q where queue_id = '${world.#queueId}'`);
    return world;
  }

  async run(step: Step): Promise<void> {
    const { sql } = this.#options;
    try {
      switch (step.do) {
        case 'label':
          return this.#label(step.device, step.sample, { scores: allScores(step.score) });
        case 'poison':
          return this.#label(step.device, step.sample, { note: 'half of a pair: \ud800, and a NUL: \u0000' });
        case 'skip':
          return this.#device(step.device).parts.labeling.skip(this.#unit(step.sample), 'unclear');
        case 'undo':
          this.#device(step.device).parts.labeling.undo();
          return;
        case 'claim':
          return await this.#claim(step.count, step.faults);
        case 'exchange':
          this.#badNetwork(step.faults);
          return await this.#device(step.device).exchange(step.anew, step.crash);
        case 'rewrite':
          await sql(`update agent_training_samples set query = query || jsonb_build_object('text', 'rewritten ${randomUUID()}')
            where sample_id = '${this.#sampleIds[step.sample]}'`);
          return;
        case 'restore':
          // What was on its way then arrives at the old server, or never.
          await this.#options.proxy.settled();
          await this.#options.restore?.();
          this.#restored = true;
          return;
        case 'revoke':
          await sql(`update assay_assignments set state = 'revoked', holds = false where queue_id = '${this.#queueId}'
            and sample_id = '${this.#sampleIds[step.sample]}' and label_id is null`);
      }
    } catch (error) {
      if (error instanceof Crashed && step.do === 'exchange') {
        this.#count('crash', 1);
        await cursorBehindRows(workspaceFiles(this.#folderOf(step.device)).corpus, this.#memberId, sql);
      } else if (!(error instanceof AssayError)) throw error;
    } finally {
      for (const device of this.#devices) for (const op of device.ops()) this.#committed.add(op);
    }
  }

  /** The network is well again, everybody exchanges until nothing is left to say, and all invariants hold. */
  async rest(): Promise<void> {
    const { sql, proxy } = this.#options;
    proxy.fault = () => null;
    await proxy.settled();
    // The first device once more: it has to hear what the second has sent.
    for (const device of [...this.#devices, this.#device(0)]) await this.#calm(device);
    if (this.#restored) await labelsEnded(this.#devices, this.#memberId, sql);
    else await endedOnce(this.#committed, this.#memberId, sql);
    await placesHold(this.#queueId, sql);
    for (const device of this.#devices) await sameAsServer(device, this.#memberId, sql);
    const [became] = await sql(`select
      (select count(*)::int from assay_labels where member_id = '${this.#memberId}') as labels,
      (select count(*)::int from assay_labels where member_id = '${this.#memberId}' and forked) as forked,
      (select count(*)::int from assay_labels where member_id = '${this.#memberId}' and late) as "late work",
      (select count(*)::int from assay_marks where member_id = '${this.#memberId}') as skips,
      (select count(*)::int from assay_dead_letters where member_id = '${this.#memberId}') as "dead letters"`);
    for (const [what, times] of Object.entries(became ?? {})) this.#count(what, Number(times));
  }

  #count(what: string, times: number): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + times);
  }

  close(): void {
    for (const device of this.#devices) device.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What is written beside an open transaction, of whomever on the same Postgres, comes later. */
  async #calm(device: TestDevice): Promise<void> {
    const { api } = device.parts.sync;
    for (let time = 0; time < 100; time++) {
      await device.exchange(false);
      const { waiting, acknowledged } = device.counts();
      const held = await this.#options.sql(`select 1 from assay_assignments where member_id = '${this.#memberId}'
        and assay_xid >= pg_snapshot_xmin(pg_current_snapshot())`);
      if (waiting + acknowledged + held.length === 0 && !(await api.probe({ token: this.#token }))) return;
      await after(20);
    }
    throw new Error(`a device never came to rest: ${JSON.stringify(device.counts())}`);
  }

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

  /** Repeated under one id until it is answered, as a person would who sees that it failed. */
  async #claim(count: number, faults: readonly (Fault | null)[]): Promise<void> {
    this.#badNetwork(faults);
    const server = new Server(this.#options.team, new AbortController().signal);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const claim = { claim_id: randomUUID(), queue_id: this.#queueId, count, until };
    for (let time = 0; time <= faults.length; time++) {
      const answered = await server.ask(this.#token, 'assay_claim', claim, claimAnswerSchema).then(
        () => true,
        () => false,
      );
      if (answered) return;
    }
  }

  #badNetwork(wanted: readonly (Fault | null)[]): void {
    const left = [...wanted];
    this.#options.proxy.fault = () => {
      const fault = left.shift() ?? null;
      if (fault) this.#count(fault, 1);
      return fault;
    };
  }
}
