import type { Evaluation } from '../../shared/domain/comparison.ts';
import { ask } from '../client.ts';
import { dateTime } from '../ui/format.ts';
import type { Hint } from '../ui/hints.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { ResultsFrame } from './results-frame.tsx';
import { Items } from './results-items.tsx';
import { Summary } from './results-summary.tsx';
import { TeamResults } from './results-team.tsx';
import { chosenOf, toPlace, useEvaluations } from './store.ts';

const hintsOf = {
  summary: [],
  items: [[['evaluation.find'], 'the sample in Find']],
} as const satisfies Record<string, readonly Hint[]>;

const parts = [
  { value: 'summary', label: 'Summary' },
  { value: 'items', label: 'Item by item' },
] as const;

/** What an opened evaluation has come to. */
export function ResultsScreen() {
  const evaluation = useEvaluations(chosenOf);
  const team = useEvaluations(({ team, chosen }) => team.find(({ id }) => id === chosen));
  if (evaluation) return <OwnResults evaluation={evaluation} />;
  return team?.lead ? <TeamResults id={team.id} name={team.name} lead={team.lead} /> : null;
}

/** Whole, and item by item: its answers are here. */
function OwnResults({ evaluation }: { evaluation: Evaluation }) {
  const { id, plan, base, tuned, datasetName, openedAt } = evaluation;
  const { value: opened, error } = useLoaded(() => ask('evaluation.results', { id }), id);
  const part = useEvaluations(({ place }) => place.part);
  const about = `${tuned.model} against ${base.model}, on the hold-out of ${datasetName}.`;
  return (
    <ResultsFrame
      name={plan.name}
      about={openedAt === null ? about : `${about} Opened ${dateTime(openedAt)}.`}
      results={opened?.results ?? null}
      error={error}
      hints={hintsOf[part]}
    >
      {opened ? (
        <>
          <Segmented label="Results" value={part} options={parts} onChange={(to) => toPlace({ part: to })} />
          {part === 'summary' ? <Summary opened={opened} /> : <Items opened={opened} />}
        </>
      ) : null}
    </ResultsFrame>
  );
}
