import { createHmac } from 'node:crypto';
import { ComparisonDrafts } from '../../../electron/service/evaluation/drafts.ts';
import { TeamJudging } from '../../../electron/service/evaluation/team/judging.ts';
import { connect } from '../../../electron/service/labeling/connect.ts';
import { Drafts } from '../../../electron/service/labeling/drafts.ts';
import { createLabeling, type Labeling } from '../../../electron/service/labeling/labeling.ts';
import { QueueReader } from '../../../electron/service/labeling/queues.ts';
import { toldLabels } from '../../../electron/service/labeling/told.ts';
import { Outbox, OutboxReader } from '../../../electron/service/outbox/outbox.ts';
import { SampleReader } from '../../../electron/service/samples/read.ts';
import { openSyncApi, type SyncApi } from '../../../electron/service/sync/api.ts';
import { Exchange, type Told } from '../../../electron/service/sync/exchange.ts';
import { openWorkspace, type Workspace } from '../../../electron/service/workspace/open.ts';
import type { Team } from '../../../shared/sync/status.ts';

/** Where a device dies: at one of the steps between its main thread and its sync thread. */
export type Crash = { at: number; when: 'before' | 'after' };

export class Crashed extends Error {}

/** Two years in seconds: the server in this process reads the clocks of devices, which may be a year off. */
const longEnough = 2 * 365 * 86_400;

/** A token as the server gives out, for a member whom nobody has to sign up. */
export function tokenFor(memberId: string, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const times = { iat: now - longEnough, exp: now + longEnough };
  const claims = { sub: memberId, role: 'authenticated', aud: 'authenticated', ...times };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

type Opened = {
  workspace: Workspace;
  labeling: Labeling;
  judging: TeamJudging;
  outbox: Outbox;
  told: Told;
  sync: ReturnType<typeof openSyncApi>;
};

/**
 * A device with everything but threads and timers: real files, the real parts of labeling and sync, in this process. It can
 * die between any two steps and is then opened again from its files.
 */
export class TestDevice {
  readonly #folder: string;
  readonly #memberId: string;
  readonly #team: Team;
  readonly #token: string;
  #opened: Opened;

  constructor(folder: string, memberId: string, team: Team, token: string) {
    this.#folder = folder;
    this.#memberId = memberId;
    this.#team = team;
    this.#token = token;
    this.#opened = this.#open();
  }

  get parts(): Opened {
    return this.#opened;
  }

  /** The operations that the outbox holds, and the samples or comparisons that they are about. */
  ops(): { id: string; sampleId: string }[] {
    return this.#opened.workspace.work
      .prepare<[], { id: string; sampleId: string }>(
        `SELECT op_id AS id, coalesce(body ->> 'sample_id', body ->> 'comparison_id') AS sampleId FROM outbox`,
      )
      .all();
  }

  counts() {
    return new OutboxReader(this.#opened.workspace.work).counts();
  }

  async exchange(anew: boolean, crash: Crash | null = null): Promise<void> {
    const { sync, outbox, told } = this.#opened;
    let calls = 0;
    const call = async <M extends keyof SyncApi & string>(
      method: M,
      input: Parameters<SyncApi[M]>[0],
    ): Promise<Awaited<ReturnType<SyncApi[M]>>> => {
      const dies = crash !== null && calls++ === crash.at;
      if (dies && crash.when === 'before') throw new Crashed();
      const run = sync.api[method] as (given: typeof input) => ReturnType<SyncApi[M]>;
      const answer = (await run(input)) as Awaited<ReturnType<SyncApi[M]>>;
      if (dies) throw new Crashed();
      return answer;
    };
    const token = async () => this.#token;
    const exchange = new Exchange({
      thread: { call },
      session: { token, renew: token },
      account: this.#memberId,
      outbox,
      told,
      occupy: () => () => {},
      learn: () => {},
      progress: () => {},
      heard: () => {},
      settled: () => {},
    });
    try {
      await exchange.run(anew);
    } catch (error) {
      if (error instanceof Crashed) this.#dieAndReopen();
      throw error;
    }
  }

  close(): void {
    this.#opened.sync.close();
    this.#opened.workspace.close();
  }

  #dieAndReopen(): void {
    // What was asked for before the end may still be answered: nobody is there to hear it.
    this.#opened.sync.api.stop(null);
    this.close();
    this.#opened = this.#open();
  }

  #open(): Opened {
    const workspace = openWorkspace(this.#folder, { create: true, program: 'a test' });
    const { work, corpus, journal, files, meta, labelerId } = workspace;
    const outbox = new Outbox(work);
    connect(work, outbox, this.#memberId);
    const queues = new QueueReader(corpus, outbox);
    const samples = new SampleReader(corpus);
    const labeling = createLabeling({ work, outbox, samples, queues, drafts: new Drafts(journal, work), labelerId });
    const told = { ...toldLabels(work, corpus, outbox, labelerId), gather: async () => {} };
    const device = meta.get('workspace_id') ?? '';
    const sync = openSyncApi({ team: this.#team, device, memberId: this.#memberId, files });
    const judging = new TeamJudging(work, corpus, outbox, new ComparisonDrafts(journal, work));
    return { workspace, labeling, judging, outbox, told, sync };
  }
}
