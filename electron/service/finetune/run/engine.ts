import type { RunFact, RunFile, RunPlan, RunSide } from '../../../../shared/domain/run.ts';
import { toReport } from '../../../../shared/errors.ts';
import { after, isFinal, isOver, type RunState, runState } from '../../../../shared/rules/run.ts';
import { ProviderError } from '../providers/failures.ts';
import type { Provider, Watched } from '../providers/provider.ts';
import type { Clock } from './clock.ts';
import { effectWindowMs, findJob } from './find-job.ts';
import { patiently } from './patience.ts';

/** What is done, and where its files are. */
export type RunOrder = { id: string; plan: RunPlan; files: Partial<Record<RunSide, RunFile>> };

/** What is on the disk of a run when it is brought on. */
export type RunPast = {
  facts: RunFact[];
  /** Of the events that were told. */
  eventIds: string[];
  /** The last step that was told, and of how many; null before the first. */
  steps: { done: number; total: number | null } | null;
};

/** How far a run is with what it does now. */
type RunProgress = { done: number; total: number | null; unit: 'bytes' | 'steps'; note: string };

/** Where a run is written down. Both resolve when it is on the disk. */
export type RunDesk = {
  note(fact: RunFact): Promise<void>;
  /** A fact with the events and checkpoints that were told with it. */
  noteWatched(watched: Watched): Promise<void>;
};

export type RunWorld = {
  provider: Provider;
  clock: Clock;
  /** A person wants the run to end: at the provider, where it is there already. */
  cancel: AbortSignal;
  /** The program ends; the run goes on at its next start. */
  closing: AbortSignal;
  /** @param always even where something was told just now */
  progress(told: RunProgress, always?: 'always'): void;
  log(level: 'info' | 'warning' | 'error', text: string): void;
};

const firstPollMs = 5_000;
const longestPollMs = 120_000;
/** Events of the last moments are listed a little later than the end itself. */
const lastEventsMs = 5_000;

/**
 * Brings a run on until it is over, from wherever its facts say that it is.
 *
 * The request that makes the job is sent once in the life of a run: what it is about to do is on the disk before, so that
 * after a crash or a lost answer the run looks for its job and never asks again. Everything else may be asked twice.
 *
 * @returns where it is when nothing more is to be done for it; `asks` where a person must say what became of the request
 * @throws AssayError what stands in the way and does not pass by itself (a key that is not taken): the run stays where it
 *   is, and goes on from there. Whatever `closing` says when that comes
 */
export async function advance(order: RunOrder, past: RunPast, desk: RunDesk, world: RunWorld): Promise<RunState> {
  const run = new RunEngine(order, past, desk, world);
  await run.advance();
  return run.state;
}

class RunEngine {
  state: RunState;
  readonly #order: RunOrder;
  readonly #known: Set<string>;
  readonly #desk: RunDesk;
  readonly #world: RunWorld;
  #progress: RunProgress;
  #pollMs = firstPollMs;
  #saidUnread = false;

  constructor(order: RunOrder, { facts, eventIds, steps }: RunPast, desk: RunDesk, world: RunWorld) {
    this.#order = order;
    this.state = runState(facts);
    this.#known = new Set(eventIds);
    this.#desk = desk;
    this.#world = world;
    this.#progress = { done: 0, total: null, ...steps, unit: 'steps', note: '' };
  }

  async advance(): Promise<void> {
    // A person who has it go on wants it looked for once more.
    if (this.state.phase === 'asks') await this.#find(0);
    while (!isOver(this.state.phase)) {
      this.#world.closing.throwIfAborted();
      if (this.#world.cancel.aborted && !this.state.cancelling) await this.#note({ what: 'cancel-begun' });
      else if (this.state.phase === 'uploading') await this.#begin();
      else if (this.state.phase === 'unclear') await this.#find(effectWindowMs);
      else await this.#follow();
    }
    if (this.state.phase === 'succeeded') await this.#finish();
  }

  async #note(fact: RunFact): Promise<void> {
    await this.#desk.note(fact);
    this.state = after(this.state, fact);
  }

  /** Sends what is missing, and asks for the job. */
  async #begin(): Promise<void> {
    const { files } = this.#order;
    try {
      for (const side of ['train', 'validation'] as const) {
        const file = files[side];
        if (file && !this.state.files[side]) await this.#send(side, file);
      }
    } catch (error) {
      // Cancelled while it was sent: the loop takes note of it.
      if (this.#world.cancel.aborted && !this.#world.closing.aborted) return;
      throw error;
    }
    if (!this.#world.cancel.aborted) await this.#create();
  }

  async #send(side: RunSide, file: RunFile): Promise<void> {
    const { provider, clock, cancel, closing } = this.#world;
    const sending = { ...file, name: `assay-${this.#order.id}-${side}.jsonl` };
    const name = side === 'train' ? 'the training file' : 'the validation file';
    const sent = (done: number) => this.#is({ done, total: file.bytes, unit: 'bytes', note: `sending ${name}` });
    let { upload } = this.state;
    sent(0);
    const fileId = await patiently(
      async (signal) => {
        try {
          return await provider.send(
            sending,
            {
              begun: upload?.side === side ? upload : null,
              onBegun: (uploadId) => this.#note({ what: 'upload-begun', side, uploadId }),
              onPart: (partId) => this.#note({ what: 'part-sent', side, partId }),
              onProgress: sent,
            },
            signal,
          );
        } catch (error) {
          const gone = upload !== null && isGone(error);
          upload = gone ? null : this.state.upload;
          if (!gone) throw error;
          throw new ProviderError(error.report(), { outcome: 'declined', passing: true, retryAfterMs: null }, error);
        }
      },
      { clock, signal: AbortSignal.any([cancel, closing]), told: (error) => this.#waits(error) },
    );
    await this.#note({ what: 'uploaded', side, fileId });
    this.#world.log('info', `Sent ${name} as ${fileId}.`);
  }

  async #create(): Promise<void> {
    const { train, validation } = this.state.files;
    if (train === undefined) throw new Error('a run without a training file');
    await this.#note({ what: 'create-begun' });
    const request = {
      runId: this.#order.id,
      plan: this.#order.plan,
      trainingFile: train,
      validationFile: validation ?? null,
    };
    try {
      const job = await this.#world.provider.create(request, this.#world.closing);
      await this.#note({ what: 'created', jobId: job.jobId, by: 'answer' });
      this.#world.log('info', `The provider has made the job ${job.jobId}.`);
    } catch (error) {
      // Not what the request failed with: only the reason of the signal says that the run goes on at the next start.
      this.#world.closing.throwIfAborted();
      if (!(error instanceof ProviderError)) throw error;
      if (error.outcome === 'declined') await this.#note({ what: 'refused', error: toReport(error) });
      this.#world.log(error.outcome === 'declined' ? 'error' : 'warning', error.message);
    }
  }

  /** @param windowMs how long to go on looking after the first list that came */
  async #find(windowMs: number): Promise<void> {
    const { log } = this.#world;
    log(
      'warning',
      'It is not known what became of the request for the job. Looking for the job, and asking for no other.',
    );
    this.#is({ done: 0, total: null, unit: 'steps', note: 'looking for the job' });
    const sent = { runId: this.#order.id, trainingFile: this.state.files.train ?? null };
    const found = await findJob(sent, windowMs, this.#world, (error) => this.#waits(error));
    if (found) return this.#note({ what: 'created', ...found });
    if (this.state.phase !== 'asks') await this.#note({ what: 'not-found' });
    log('error', 'The job was not found. It may not be there, or not be listed yet: nothing was asked for again.');
  }

  /** Hears what the job has come to, cancels it where that is wanted, and waits. */
  async #follow(): Promise<void> {
    const { provider, clock, closing, cancel } = this.#world;
    const jobId = this.state.jobId;
    if (jobId === null) throw new Error('a run is followed without a job');
    const before = this.state.remote?.status;
    if (this.state.cancelling) await this.#cancel(jobId);
    const watched = await patiently((signal) => provider.watch(jobId, (id) => this.#known.has(id), signal), {
      clock,
      signal: closing,
      told: (error) => this.#waits(error),
    });
    // An end is noted with everything that was told until then: after a crash nobody would ask again.
    if (isFinal(watched.job.status)) return this.#readToTheEnd(jobId);
    await this.#take(watched);
    if (watched.job.status !== before) {
      this.#world.log('info', `The job is ${watched.job.status}.`);
      this.#pollMs = firstPollMs;
    }
    // A cancellation wakes it once; what was asked for already is waited for.
    const wakes = this.state.cancelling ? closing : AbortSignal.any([cancel, closing]);
    await clock.sleep(this.#pollMs, wakes);
    this.#pollMs = Math.min(1.5 * this.#pollMs, longestPollMs);
  }

  async #cancel(jobId: string): Promise<void> {
    const { provider, clock, closing, log } = this.#world;
    try {
      const job = await patiently((signal) => provider.cancel(jobId, signal), {
        clock,
        signal: closing,
        told: (error) => this.#waits(error),
      });
      log('info', `Asked the provider to cancel the job; it is ${job.status}.`);
    } catch (error) {
      // One that has ended cannot be cancelled: watching it tells.
      if (!(error instanceof ProviderError && error.outcome === 'declined')) throw error;
      log('warning', error.message);
    }
  }

  async #readToTheEnd(jobId: string): Promise<void> {
    const { provider, clock, closing, log } = this.#world;
    await clock.sleep(lastEventsMs, closing);
    closing.throwIfAborted();
    // All of them: one that was listed late may stand anywhere.
    const watched = await patiently((signal) => provider.watch(jobId, () => false, signal), {
      clock,
      signal: closing,
      told: (error) => this.#waits(error),
    });
    await this.#take(watched);
    log('info', `The job has ${watched.job.status}.`);
  }

  async #take(watched: Watched): Promise<void> {
    await this.#desk.noteWatched(watched);
    if (watched.unread > 0 && !this.#saidUnread) {
      // Listed again with every answer: one line is enough.
      this.#saidUnread = true;
      this.#world.log(
        'warning',
        'Some events or checkpoints that the provider lists cannot be read, and are left out.',
      );
    }
    for (const { id } of watched.events) this.#known.add(id);
    this.state = after(this.state, { what: 'told', job: watched.job });
    const last = watched.events.findLast(({ metric }) => metric !== null)?.metric;
    // An answer without a new step leaves it where it was.
    const { done, total } = this.#progress.unit === 'steps' ? this.#progress : { done: 0, total: null };
    this.#is({
      done: last?.step ?? done,
      total: last?.steps ?? total,
      unit: 'steps',
      note: watched.job.status,
    });
  }

  async #finish(): Promise<void> {
    const { provider, clock, closing } = this.#world;
    const { remote, model } = this.state;
    if (remote === null || model !== null) return;
    const name = `assay-${this.#order.plan.suffix ?? this.#order.id.slice(0, 8)}`;
    const served = await patiently((signal) => provider.serve(remote, name, signal), {
      clock,
      signal: closing,
      told: (error) => this.#waits(error),
    });
    await this.#note({ what: 'served', model: served });
    this.#world.log('info', `The tuned model answers as ${served}.`);
  }

  #waits(error: ProviderError): void {
    const told = `${error.message} Asking again later.`;
    this.#world.log('warning', told);
    this.#is({ ...this.#progress, note: told }, 'always');
  }

  #is(progress: RunProgress, always?: 'always'): void {
    this.#progress = progress;
    this.#world.progress(progress, always);
  }
}

/** An upload is kept for an hour; the server says of one that ran out that it is none, or not open. */
function isGone(error: unknown): error is ProviderError {
  return error instanceof ProviderError && ['not-found', 'invalid-input'].includes(error.kind);
}
