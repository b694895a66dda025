import type { ServedModel } from '../../../../shared/domain/provider.ts';
import type { RemoteJob, RunCheckpoint, RunEvent, RunMetric, RunPlan } from '../../../../shared/domain/run.ts';

/** A file that is sent. Its name is the run's own, so that it can be found again when an answer was lost. */
export type Sending = { path: string; name: string; bytes: number; sha256: string; md5: string };

/** How far sending has come; all of it is kept by whoever asks, and given again after a crash. */
export type SendingNotes = {
  /** An upload that was begun, with its parts in order; null to begin one. */
  begun: { uploadId: string; partIds: readonly string[] } | null;
  onBegun(uploadId: string): Promise<void>;
  onPart(partId: string): Promise<void>;
  /** The server says that the upload is none, or is open no more: what it has of it is lost. It keeps one for an hour. */
  onGone(uploadId: string): void;
  onProgress(bytes: number): void;
};

export type JobRequest = {
  runId: string;
  plan: RunPlan;
  trainingFile: string;
  validationFile: string | null;
};

/** An event as it was told; `metric` where it is a point of the curves. */
export type RemoteEvent = RunEvent & { metric: RunMetric | null };

/** What a job has come to; and how many events and checkpoints are missing in it, because they could not be read. */
export type Watched = { job: RemoteJob; events: RemoteEvent[]; checkpoints: RunCheckpoint[]; unread: number };

/** A job in a list, with what it can be known by. */
export type ListedJob = {
  jobId: string;
  createdAt: string;
  status: string;
  model: string;
  runId: string | null;
  trainingFile: string;
};

/**
 * A server that fine-tunes. Nothing is tried twice in here: whoever calls decides, because for one of these a second request
 * would cost a second job. Each rejects with an AssayError as `failureOf` makes it, or with what its signal says.
 */
export interface Provider {
  /** The models that the key may use, and how far this machine's clock is ahead of the server's, where that tells the time. */
  models(signal: AbortSignal): Promise<{ models: ServedModel[]; clockAheadMs: number | null }>;
  /** Jobs of the account, newest first: those marked with a run where the server can look by that; `newest` are a hundred. */
  jobs(runId: string | null, reach: 'newest' | 'all', signal: AbortSignal): Promise<ListedJob[]>;
  /**
   * Sends a file and answers its id.
   *
   * @throws AssayError conflict when the file is not what it was when its MD5 was taken: no server has a whole of it then
   */
  send(file: Sending, notes: SendingNotes, signal: AbortSignal): Promise<string>;
  /** Asks for a job: one request, never repeated. @throws AssayError whose `outcome` says whether it may be there */
  create(request: JobRequest, signal: AbortSignal): Promise<RemoteJob>;
  /** What a job has come to, with the events that `known` does not have yet. */
  watch(jobId: string, known: (eventId: string) => boolean, signal: AbortSignal): Promise<Watched>;
  cancel(jobId: string, signal: AbortSignal): Promise<RemoteJob>;
  /** Makes the model of a job that has succeeded answer, and tells the name that it answers to. */
  serve(job: RemoteJob, name: string, signal: AbortSignal): Promise<string>;
}
