import type { RunFact, RunFile, RunSide } from '../../../../shared/domain/run.ts';
import { toReport } from '../../../../shared/errors.ts';
import { isFinal, isOver, type RunState, runState } from '../../../../shared/rules/run.ts';
import { askingAgainText } from '../../../../shared/rules/run-words.ts';
import { ProviderError } from '../providers/failures.ts';
import type { Watched } from '../providers/provider.ts';
import { cannotNote } from './ends.ts';
import { effectWindowMs, findJob } from './find-job.ts';
import { type Patience, patiently } from './patience.ts';
import { sendFile } from './send-file.ts';
import type { RunDesk, RunOrder, RunPast, RunProgress, RunWorld } from './world.ts';

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
    // What was told last before Assay was closed is over.
    this.#is(this.#progress, 'always');
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
    this.state = await this.#desk.note(fact).catch(this.#unwritten);
  }

  readonly #unwritten = (error: unknown): never => {
    throw this.state.asked ? cannotNote(error) : error;
  };

  /** Does what a cancellation ends unless it is on its way already; false where it was ended, and the loop takes note. */
  async #unlessCancelled(act: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { cancel, closing } = this.#world;
    const heeds = !this.state.cancelling;
    try {
      await act(heeds ? AbortSignal.any([cancel, closing]) : closing);
    } catch (error) {
      closing.throwIfAborted();
      if (!(heeds && cancel.aborted)) throw error;
    }
    return !(heeds && cancel.aborted);
  }

  /** Sends what is missing, and asks for the job where there is none yet. */
  async #begin(): Promise<void> {
    const { files } = this.#order;
    this.#world.mayLeave();
    const sent = await this.#unlessCancelled(async (signal) => {
      for (const side of ['train', 'validation'] as const) {
        const file = files[side];
        if (file && !this.state.files[side]) await this.#send(side, file, signal);
      }
      await this.#takeUp(signal);
    });
    if (sent && this.state.phase === 'uploading') await this.#create();
  }

  /** What is on the disk may be of before the request: where it came from a backup, or from a copy of the folder. */
  async #takeUp(signal: AbortSignal): Promise<void> {
    const made = await this.#look(0, signal).catch((error: unknown) => {
      // Not every server of this shape has such a list.
      if (error instanceof ProviderError && error.kind === 'not-found') return null;
      throw error;
    });
    if (made === null) return;
    await this.#note({ what: 'created', ...made });
    this.#world.log('warning', `The job ${made.jobId} is there already: it is followed, and no other is asked for.`);
  }

  async #send(side: RunSide, file: RunFile, signal: AbortSignal): Promise<void> {
    const { provider } = this.#world;
    const sending = { ...file, name: `assay-${this.#order.id}-${side}.jsonl` };
    const name = side === 'train' ? 'the training file' : 'the validation file';
    const sent = (done: number) => this.#is({ done, total: file.bytes, unit: 'bytes', note: `sending ${name}` });
    sent(0);
    const fileId = await sendFile(
      sending,
      {
        begun: () => (this.state.upload?.side === side ? this.state.upload : null),
        onBegun: (uploadId) => this.#note({ what: 'upload-begun', side, uploadId }),
        onPart: (partId) => this.#note({ what: 'part-sent', side, partId }),
        onProgress: sent,
      },
      provider,
      this.#patience(signal),
    );
    await this.#note({ what: 'uploaded', side, fileId });
    this.#world.log('info', `Sent ${name} as ${fileId}.`);
  }

  async #create(): Promise<void> {
    const { train, validation } = this.state.files;
    if (train === undefined) throw new Error('a run without a training file');
    await this.#note({ what: 'create-begun' });
    // Cancelled in the moment before.
    if (this.state.phase !== 'unclear') return;
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
    const { cancel, closing, log } = this.#world;
    log(
      'warning',
      'It is not known what became of the request for the job. Looking for the job, and asking for no other.',
    );
    this.#is({ done: 0, total: null, unit: 'steps', note: 'looking for the job' });
    // A look that a person asked for is theirs to end; a job that may be there is looked for to cancel it, too.
    const signal = this.state.phase === 'asks' ? AbortSignal.any([cancel, closing]) : closing;
    const found = await this.#look(windowMs, signal);
    if (found) return this.#note({ what: 'created', ...found });
    if (this.state.phase !== 'asks') await this.#note({ what: 'not-found' });
    log('error', 'The job was not found. It may not be there, or not be listed yet: nothing was asked for again.');
  }

  #look(windowMs: number, signal: AbortSignal): ReturnType<typeof findJob> {
    const { provider, clock } = this.#world;
    const sent = { runId: this.#order.id, trainingFile: this.state.files.train ?? null };
    return findJob(sent, windowMs, { provider, clock }, this.#patience(signal));
  }

  /** Cancels the job where that is wanted, hears what it has come to, and waits. */
  async #follow(): Promise<void> {
    const jobId = this.state.jobId;
    if (jobId === null) throw new Error('a run is followed without a job');
    const { cancelling } = this.state;
    // Neither a wait nor a server that does not answer this keeps a cancellation from being asked for.
    const heard = await this.#unlessCancelled(async (signal) => {
      await this.#hear(jobId, signal);
      if (isOver(this.state.phase) || this.state.cancelling !== cancelling) return;
      await this.#world.clock.sleep(this.#pollMs, signal);
      this.#pollMs = Math.min(1.5 * this.#pollMs, longestPollMs);
    });
    if (!heard) this.#pollMs = firstPollMs;
  }

  async #hear(jobId: string, signal: AbortSignal): Promise<void> {
    const { provider } = this.#world;
    const before = this.state.remote?.status;
    const watched = await patiently(async () => {
      if (this.state.cancelling) await this.#cancel(jobId, signal);
      return provider.watch(jobId, (id) => this.#known.has(id), signal);
    }, this.#patience(signal));
    // An end is noted with everything that was told until then: after a crash nobody would ask again.
    if (isFinal(watched.job.status)) return this.#readToTheEnd(jobId);
    await this.#take(watched);
    if (watched.job.status === before) return;
    this.#world.log('info', `The job is ${watched.job.status}.`);
    this.#pollMs = firstPollMs;
  }

  /** One that is declined or not answered is asked for again after a look: the job may end meanwhile, or have ended. */
  async #cancel(jobId: string, signal: AbortSignal): Promise<void> {
    const { provider, log } = this.#world;
    try {
      const job = await provider.cancel(jobId, signal);
      log('info', `Asked the provider to cancel the job; it is ${job.status}.`);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      log('warning', error.message);
    }
  }

  async #readToTheEnd(jobId: string): Promise<void> {
    const { provider, clock, closing, log } = this.#world;
    await clock.sleep(lastEventsMs, closing);
    closing.throwIfAborted();
    // All of them: one that was listed late may stand anywhere.
    const watched = await patiently((signal) => provider.watch(jobId, () => false, signal), this.#patience(closing));
    await this.#take(watched);
    log('info', `The job has ended: ${watched.job.status}.`);
  }

  async #take(watched: Watched): Promise<void> {
    this.state = await this.#desk.noteWatched(watched).catch(this.#unwritten);
    if (watched.unread > 0 && !this.#saidUnread) {
      // Listed again with every answer: one line is enough.
      this.#saidUnread = true;
      this.#world.log(
        'warning',
        'Some events or checkpoints that the provider lists cannot be read, and are left out.',
      );
    }
    for (const { id } of watched.events) this.#known.add(id);
    const last = watched.events.findLast(({ metric }) => metric !== null)?.metric;
    // An answer without a new step leaves it where it was.
    const { done, total } = this.#far('steps');
    this.#is({
      done: last?.step ?? done,
      total: last?.steps ?? total,
      unit: 'steps',
      note: watched.job.status,
    });
  }

  async #finish(): Promise<void> {
    const { provider, cancel, closing } = this.#world;
    const { remote, model } = this.state;
    if (remote === null || model !== null) return;
    const name = `assay-${this.#order.plan.suffix ?? this.#order.id.slice(0, 8)}`;
    // A job that had ended before it could be cancelled has a model all the same.
    const signal = cancel.aborted ? closing : AbortSignal.any([cancel, closing]);
    const served = await patiently((signal) => provider.serve(remote, name, signal), this.#patience(signal));
    await this.#note({ what: 'served', model: served });
    this.#world.log('info', `The tuned model answers as ${served}.`);
  }

  /** Tells what stands in the way and when it asks again; once it is answered, what it does again. */
  #patience(signal: AbortSignal): Patience {
    const { clock, hurried, log } = this.#world;
    let before: string | null = null;
    const tell = (note: string, waits: boolean) => {
      const far = this.#far(this.state.phase === 'uploading' ? 'bytes' : 'steps');
      before ??= far.note;
      this.#is({ ...far, note, waits }, 'always');
    };
    return {
      signal,
      wait: async (error, ms) => {
        const told = `${error.message} ${askingAgainText(new Date(Date.now() + ms), new Date())}`;
        log('warning', told);
        tell(told, true);
        await clock.sleep(ms, AbortSignal.any([signal, hurried()]));
        tell(`${error.message} Asking again now.`, false);
      },
      answered: () => {
        if (before !== null) this.#is({ ...this.#progress, note: before });
      },
    };
  }

  /** How far it is by this measure; what was told by another one is over. */
  #far(unit: RunProgress['unit']): RunProgress {
    return this.#progress.unit === unit ? this.#progress : { done: 0, total: null, unit, note: '' };
  }

  #is(progress: RunProgress, always?: 'always'): void {
    this.#progress = progress;
    this.#world.progress(progress, always);
  }
}
