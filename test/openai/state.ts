import type { Learnt } from './answers.ts';
import type { Clock } from './clock.ts';
import type { StoredFile } from './files.ts';
import { Ids } from './ids.ts';
import type { Job } from './job.ts';
import type { Pace } from './job-course.ts';
import { type BaseModel, baseModels } from './models.ts';
import type { CustomModel } from './nebius.ts';
import { Storage } from './storage.ts';
import type { Upload } from './uploads.ts';

/** How an error is said: as OpenAI does, as FastAPI does (and Nebius by it), or as a sentence alone. */
export type ErrorShape = 'openai' | 'fastapi' | 'sentence';

/** What servers of this shape do differently. A test changes them while the server runs. */
export type Habits = {
  /** Lists and events show a thing only so many seconds after it was made. */
  listLagSeconds: number;
  /** Metadata of jobs is stored nowhere, and lists are not filtered by it. */
  ignoresMetadata: boolean;
  /** What is told as a file's status. Nebius tells null. */
  fileStatus: 'processed' | null;
  /** What is told in place of `queued`, such as a state that nobody has heard of. */
  queuedState: string;
  /** As at Nebius: no model comes out of a job; checkpoints have files of weights, which `POST /v0/models` serves. */
  givesWeights: boolean;
  errorShape: ErrorShape;
  /** What is told of every job in the place of what it has. */
  jobsTell: Record<string, unknown>;
  /** Events have no `data` where there is nothing to measure. */
  sparseEvents: boolean;
  /** The oldest event and the oldest checkpoint of a job have no name, so that nobody can read them. */
  namelessOldest: boolean;
  /** Events and checkpoints are listed from the first on, whatever they are asked for after, with more behind them. */
  ignoresAfter: boolean;
  /** How a prompt is declined. */
  declines: { status: 400 | 403 | 422; code: string | number | null; message: string };
  /** So many tokens of each answer go before its first word, on thinking. */
  thinkingTokens: number;
  /** Chat completions tell the answer as an array of parts, the thinking before it as one of them. As at Mistral. */
  answersInParts: boolean;
  /** The tokens of an answer are counted. */
  countsAnswers: boolean;
};

export type StateOptions = {
  clock: Clock;
  folder: string;
  seed?: number;
  pace?: Partial<Pace>;
  models?: readonly BaseModel[];
  habits?: Partial<Habits>;
};

/** Everything that the server holds. */
export class State {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly storage: Storage;
  readonly pace: Pace;
  readonly habits: Habits;
  readonly models: readonly BaseModel[];
  readonly files = new Map<string, StoredFile>();
  readonly uploads = new Map<string, Upload>();
  readonly jobs = new Map<string, Job>();
  readonly customModels = new Map<string, CustomModel>();
  /** By the name of the training file. */
  readonly learnt = new Map<string, Promise<Learnt>>();

  constructor({ clock, folder, seed = 1, pace, models = baseModels, habits }: StateOptions) {
    this.clock = clock;
    this.ids = new Ids(seed);
    this.storage = new Storage(folder);
    this.pace = { validatingSeconds: 60, queuedSeconds: 300, secondsPerStep: 10, ...pace };
    this.models = models;
    this.habits = {
      listLagSeconds: 0,
      ignoresMetadata: false,
      fileStatus: 'processed',
      queuedState: 'queued',
      givesWeights: false,
      errorShape: 'openai',
      jobsTell: {},
      sparseEvents: false,
      namelessOldest: false,
      ignoresAfter: false,
      declines: {
        ...{ status: 400, code: 'content_filter' },
        message: 'The prompt was filtered by the content management policy.',
      },
      thinkingTokens: 0,
      answersInParts: false,
      countsAnswers: true,
      ...habits,
    };
  }

  /** What lists show by now, newest first. */
  listed<T extends { at: number }>(things: Iterable<T>, now: number): T[] {
    return [...things].filter(({ at }) => at + this.habits.listLagSeconds * 1000 <= now).reverse();
  }
}
