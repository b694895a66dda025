import { type ArmName, type ArmTally, armNames, type ExperimentReading } from '../../../shared/domain/experiment.ts';
import type { ExperimentStanding, LiveExperiment } from '../../../shared/domain/live-experiment.ts';
import { readExperiment, unopened, watch } from '../../../shared/rules/experiment.ts';
import { endOfDay, experimentLook, looksMade } from '../../../shared/rules/experiment-looks.ts';
import type { Connection } from '../store/database.ts';
import { tallyArms } from './tally.ts';

const dayMs = 86_400_000;

/** What is told, on which conversations it rests, and what is known of these. */
type Told = { reading: ExperimentReading; countedUntil: string; arms: Readonly<Record<ArmName, ArmTally>> };

/**
 * What an experiment tells now; null before it starts. When it was stopped, its time stopped with it: a look that it did not
 * live to see is never made.
 *
 * A look sees the conversations that began before it, and tells what was known of them when a lead opened it: neither those
 * that come in between two looks nor a verdict that comes late changes what it tells. Until it is opened, before the first one
 * and beside an opened one while it runs, only harm is told, whose bound holds at any time.
 *
 * @param knownUntil until when everything of the server is here, by its clock
 */
export function standingOf(
  corpus: Connection,
  experiment: LiveExperiment,
  knownUntil: string | null,
): ExperimentStanding | null {
  const { state, plan, startedAt, stoppedAt, looks } = experiment;
  if (startedAt === null || knownUntil === null) return null;
  const until = new Date(
    Math.min(Date.parse(knownUntil), stoppedAt === null ? Number.POSITIVE_INFINITY : Date.parse(stoppedAt)),
  );
  const now = until.toISOString();
  const endOf = (look: number) => endOfDay(startedAt, experimentLook(plan.days, look).day);
  const last = looksMade(plan.days, startedAt, now) - 1;
  const opened = looks.at(-1) ?? null;
  const told = (): Told => {
    if (opened) {
      const seen = endOf(opened.look);
      return {
        reading: readExperiment(plan, { startedAt, now: seen }, opened.arms),
        countedUntil: seen,
        arms: opened.arms,
      };
    }
    const countedUntil = last < 0 ? now : endOf(last);
    const arms = tallyArms(corpus, experiment.id, countedUntil);
    return {
      reading: last < 0 ? readExperiment(plan, { startedAt, now }, arms) : unopened(plan, arms),
      countedUntil,
      arms,
    };
  };
  const { reading, countedUntil, arms } = told();
  const isOver = state !== 'decided' && last > (opened?.look ?? -1);
  // Until one was opened, what is told is counted for the look that is due.
  const armsOfDue = () => (opened ? tallyArms(corpus, experiment.id, endOf(last)) : arms);
  const isDue = isOver && armNames.every((name) => arms[name].exposures > 0);
  return {
    reading,
    day: Math.max(0, Math.floor((until.getTime() - Date.parse(startedAt)) / dayMs)),
    countedUntil,
    watch: state === 'running' && countedUntil < now ? watch(plan, now, tallyArms(corpus, experiment.id, now)) : null,
    ...countsOf(arms),
    due: isDue ? { look: last, ...countsOf(armsOfDue()) } : null,
  };
}

function countsOf({ control, treatment }: Told['arms']): Pick<ExperimentStanding, 'exposures' | 'reviewed'> {
  return {
    exposures: { control: control.exposures, treatment: treatment.exposures },
    reviewed: { control: control.metrics.approval.n, treatment: treatment.metrics.approval.n },
  };
}
