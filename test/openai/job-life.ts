import type { StepMetrics } from './curves.ts';
import { type Course, lifeOf, type Moment, type Stage } from './job-course.ts';

/** What somebody did to a job, and when, in milliseconds since 1970. */
export type Intervention = { at: number; kind: 'paused' | 'resumed' | 'cancelled' };
export type Status = Stage | 'paused' | 'cancelled';

/** A moment of a life that has come, and when. */
export type Happened = Pick<Moment, 'level' | 'message' | 'metrics'> & { id: string; at: number };

const told = {
  paused: 'Fine-tuning job paused',
  resumed: 'Fine-tuning job resumed',
  cancelled: 'Fine-tuning job cancelled',
} as const;

/** A job as it is at any time: computed from its course and what was done to it, so that no timer has to run. */
export class JobLife {
  readonly createdAt: number;
  readonly course: Course;
  readonly interventions: Intervention[] = [];
  readonly #key: string;
  readonly #moments: Moment[];

  /** `key` tells the names of its events from those of others. */
  constructor(key: string, createdAt: number, course: Course) {
    this.createdAt = createdAt;
    this.course = course;
    this.#key = key;
    this.#moments = lifeOf(course);
  }

  statusAt(now: number): Status {
    const last = this.interventions.at(-1)?.kind;
    if (last === 'cancelled') return 'cancelled';
    return last === 'paused' ? 'paused' : this.#stageAt(now);
  }

  /** When it came to its end; null as long as it has none. */
  finishedAt(now: number): number | null {
    const cancelled = this.interventions.find(({ kind }) => kind === 'cancelled');
    if (cancelled) return cancelled.at;
    const ended = this.#timeOf(this.#moments.at(-1)?.afterMs ?? 0);
    return ended <= now ? ended : null;
  }

  /** When it will come to its end if nobody does anything more. */
  expectedEnd(): number {
    return this.#timeOf(this.#moments.at(-1)?.afterMs ?? 0);
  }

  /** Everything that has happened, oldest first. */
  happened(now: number): Happened[] {
    const until = this.#until(now);
    const lived = this.#moments.map((moment, i) => ({
      ...moment,
      id: `ftevent-${this.#key}${i.toString(36).padStart(5, '0')}`,
      at: this.#timeOf(moment.afterMs),
    }));
    const done = this.interventions.map(({ at, kind }, i) => ({
      id: `ftevent-${this.#key}z${i.toString(36).padStart(4, '0')}`,
      level: 'info' as const,
      message: told[kind],
      at,
    }));
    return [...lived.filter(({ at }) => at <= until), ...done].sort((a, b) => a.at - b.at);
  }

  /** The steps of which checkpoints have been made, oldest first. */
  checkpoints(now: number): { at: number; metrics: StepMetrics }[] {
    const until = this.#until(now);
    return this.#moments
      .flatMap(({ afterMs, checkpoint }) => (checkpoint ? [{ at: this.#timeOf(afterMs), metrics: checkpoint }] : []))
      .filter(({ at }) => at <= until);
  }

  /** Nothing happens in a job after it was cancelled. */
  #until(now: number): number {
    const cancelled = this.interventions.find(({ kind }) => kind === 'cancelled');
    return cancelled ? Math.min(now, cancelled.at) : now;
  }

  #stageAt(now: number): Stage {
    const begun = this.#moments.filter(({ stage, afterMs }) => stage !== undefined && this.#timeOf(afterMs) <= now);
    return begun.at(-1)?.stage ?? 'validating_files';
  }

  /** When the clock shows that a job has lived so long: pauses do not count, and one that lasts puts it off for ever. */
  #timeOf(afterMs: number): number {
    let time = this.createdAt + afterMs;
    for (const [i, { at, kind }] of this.interventions.entries()) {
      if (kind !== 'paused' || at >= time) continue;
      const resumed = this.interventions[i + 1];
      time += resumed?.kind === 'resumed' ? resumed.at - at : Number.POSITIVE_INFINITY;
    }
    return time;
  }
}
