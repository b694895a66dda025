import type { ExperimentStanding, LiveExperiment } from '../../../shared/domain/live-experiment.ts';
import { readExperiment } from '../../../shared/rules/experiment.ts';
import { countedUntil } from '../../../shared/rules/experiment-looks.ts';
import type { Connection } from '../store/database.ts';
import { tallyArms } from './tally.ts';

const dayMs = 86_400_000;

/**
 * What an experiment tells now; null before it starts. When it was stopped, its time stopped with it: a look that it did not
 * live to see is never made.
 *
 * @param knownUntil until when everything of the server is here, by its clock: a look is made once all that it sees has
 *   come, whatever this machine's clock says meanwhile
 */
export function standingOf(
  corpus: Connection,
  experiment: LiveExperiment,
  knownUntil: string | null,
): ExperimentStanding | null {
  const { id, plan, startedAt, stoppedAt } = experiment;
  if (startedAt === null || knownUntil === null) return null;
  const until = new Date(
    Math.min(Date.parse(knownUntil), stoppedAt === null ? Number.POSITIVE_INFINITY : Date.parse(stoppedAt)),
  );
  const at = { startedAt, now: until.toISOString() };
  const counted = countedUntil(plan.days, at.startedAt, at.now);
  const arms = tallyArms(corpus, id, counted);
  return {
    reading: readExperiment(plan, at, arms),
    day: Math.max(0, Math.floor((until.getTime() - Date.parse(startedAt)) / dayMs)),
    countedUntil: counted,
    exposures: { control: arms.control.exposures, treatment: arms.treatment.exposures },
    reviewed: { control: arms.control.metrics.approval.n, treatment: arms.treatment.metrics.approval.n },
  };
}
