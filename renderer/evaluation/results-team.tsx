import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { whereAnswersAre } from '../../shared/rules/evaluation-words.ts';
import { ask } from '../client.ts';
import { ResultsFrame } from './results-frame.tsx';
import { Findings, SummaryPane } from './results-summary.tsx';
import { useResults } from './use-results.ts';

type Props = Pick<TeamEvaluation, 'id' | 'name'> & { lead: NonNullable<TeamEvaluation['lead']> };

const read = (id: string) => ask('evaluation.teamResults', { id });

/** What one has come to whose answers are in another lead's workspace. */
export function TeamResults({ id, name, lead }: Props) {
  const { opened, error } = useResults(read, id);
  return (
    <ResultsFrame name={name} about={whereAnswersAre(lead)} results={opened} error={error} hints={[]}>
      {opened ? (
        <SummaryPane>
          <Findings results={opened} notes={[]} />
        </SummaryPane>
      ) : null}
    </ResultsFrame>
  );
}
