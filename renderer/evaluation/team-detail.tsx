import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { whereAnswersAre } from '../../shared/rules/evaluation-words.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { count, plural } from '../ui/format.ts';
import css from './detail.module.css';
import { possibleOf } from './possible.ts';
import { judgeBlind, showResults } from './store.ts';
import { TeamShare } from './team-share.tsx';

/** An evaluation of the team whose answers came from another device: what there is for this judge to do. */
export function TeamDetail({ team }: { team: TeamEvaluation }) {
  const { id, name, isOpen, given, judged, lead } = team;
  const possible = possibleOf({ id, own: null, team }, lead !== null);
  const judging = possible.judge;
  const isDone = judged >= given;
  const toResults = () => showResults(id);
  useCommands({
    'evaluation.judge': () => (judging ? judgeBlind(judging) : false),
    'evaluation.results': () => (possible.results ? toResults() : false),
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className={panes['right']} tabIndex={0} aria-labelledby="evaluation-name">
      <h2 id="evaluation-name" className={css['title']}>
        {name}
      </h2>
      <p className={css['about']}>
        {given === 0
          ? 'None of its comparisons are yours.'
          : `${count(judged)} of ${plural(given, 'comparison')} judged by you.`}
        {isOpen ? ' Two models have answered each; nobody who judges is told which.' : ' Judging has ended.'}
      </p>
      {lead ? <p className={css['about']}>{whereAnswersAre(lead)}</p> : null}
      <div className={css['actions']}>
        {judging ? (
          <Button look={isDone ? 'plain' : 'primary'} onClick={() => judgeBlind(judging)}>
            {isDone ? 'Look again' : judged === 0 ? 'Judge blind' : 'Go on judging'} <Key command="evaluation.judge" />
          </Button>
        ) : null}
        {possible.results ? (
          <Button look={judging ? 'plain' : 'primary'} onClick={toResults}>
            Results <Key command="evaluation.results" />
          </Button>
        ) : null}
      </div>
      <TeamShare team={team} />
    </section>
  );
}
