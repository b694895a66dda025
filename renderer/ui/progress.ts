import { useEffect, useRef, useState } from 'react';
import type { JobProgress } from '../../shared/domain/job.ts';
import { duration, percent } from './format.ts';
import { paceText } from './job-words.ts';

/** How far back the rate looks: long enough to be calm, short enough to follow a machine that slows down. */
const lookBack = 8000;
/** Before this much time a rate is a guess. */
const firstLook = 1000;

export type Moment = { at: number; done: number };
export type Pace = { rate: number; remainingMs: number | null };

/** The pace of the last seconds, or null while too little is known. */
export function paceOf(moments: readonly Moment[], total: number | null): Pace | null {
  const [first] = moments;
  const last = moments.at(-1);
  if (!first || !last || last.at - first.at < firstLook || last.done <= first.done) return null;
  const rate = ((last.done - first.done) / (last.at - first.at)) * 1000;
  return { rate, remainingMs: total === null ? null : ((total - last.done) / rate) * 1000 };
}

/** Adds a moment and forgets those that are too old to tell the pace. */
export function follow(moments: readonly Moment[], moment: Moment): Moment[] {
  return [...moments.filter(({ at, done }) => moment.at - at <= lookBack && done <= moment.done), moment];
}

/** How far a job is: its share from 0 to 1, null where that cannot be known, and in words with its pace. */
export function useFacts(progress: JobProgress | null): { share: number | null; facts: string[] } {
  const pace = usePace(progress);
  if (!progress) return { share: null, facts: [] };
  const { done, total, unit, note } = progress;
  const share = total ? Math.min(1, done / total) : null;
  const facts = [
    share === null ? null : percent(share),
    note || null,
    pace === null ? null : paceText(pace.rate, unit),
    pace?.remainingMs == null ? null : `about ${duration(pace.remainingMs)} left`,
  ];
  return { share, facts: facts.filter((fact) => fact !== null) };
}

function usePace(progress: JobProgress | null): Pace | null {
  const moments = useRef<Moment[]>([]);
  const [pace, setPace] = useState<Pace | null>(null);
  useEffect(() => {
    if (!progress) return;
    moments.current = follow(moments.current, { at: performance.now(), done: progress.done });
    setPace(paceOf(moments.current, progress.total));
  }, [progress]);
  return pace;
}
