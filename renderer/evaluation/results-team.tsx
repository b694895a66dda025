import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { whereAnswersAre } from '../../shared/rules/evaluation-words.ts';
import { ask } from '../client.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { ResultsFrame } from './results-frame.tsx';
import { Findings, SummaryPane } from './results-summary.tsx';

type Props = Pick<TeamEvaluation, 'id' | 'name'> & { lead: NonNullable<TeamEvaluation['lead']> };

/** What one has come to whose answers are in another lead's workspace. */
export function TeamResults({ id, name, lead }: Props) {
  const { value: results, error } = useLoaded(() => ask('evaluation.teamResults', { id }), id);
  return (
    <ResultsFrame name={name} about={whereAnswersAre(lead)} results={results} error={error} hints={[]}>
      {results ? (
        <SummaryPane>
          <Findings results={results} notes={[]} />
        </SummaryPane>
      ) : null}
    </ResultsFrame>
  );
}
