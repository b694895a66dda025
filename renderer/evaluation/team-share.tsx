import { useState } from 'react';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { count, plural } from '../ui/format.ts';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import css from './detail.module.css';
import { EndJudging } from './end-judging.tsx';
import { mayAssign } from './possible.ts';
import { ReassignDialog } from './reassign.tsx';

/** How far the team is with an evaluation, as a lead sees it. */
export function TeamShare({ team }: { team: TeamEvaluation }) {
  const { id, isOpen, lead } = team;
  const [dialog, setDialog] = useState<'assign' | 'end' | null>(null);
  const close = () => setDialog(null);
  // Once the judging has ended, the button that ended it is gone.
  const kept = useFocusKept<HTMLDivElement>((share) => share.closest('section'));
  useCommands({ 'evaluation.assign': () => (mayAssign(team) ? setDialog('assign') : false) });
  if (!lead) return null;
  return (
    <div {...kept}>
      <h3 className={text['section']}>Judged by the team</h3>
      <p className={css['about']}>
        {`${count(lead.judged)} of ${plural(lead.wanted, 'wanted judgment')}, ${plural(lead.judgesWanted, 'judge')} an item.`}
        {lead.sent < lead.items ? ` ${count(lead.sent)} of ${plural(lead.items, 'item')} have come to them.` : ''}
        {lead.beyond > 0 ? ` ${count(lead.beyond)} more came late to items that had theirs.` : ''}
        {isOpen ? '' : lead.judged === 0 ? ' Judging has ended before anything was judged.' : ' Judging has ended.'}
        {lead.openedBy.length > 0 ? ` Whose the answers are was told to ${lead.openedBy.join(', ')}.` : ''}
      </p>
      <table className={css['judges']} aria-label="Judges">
        <thead>
          <tr>
            <th scope="col">Judge</th>
            <th scope="col">Judged</th>
            <th scope="col">Given</th>
          </tr>
        </thead>
        <tbody>
          {lead.judges.map(({ memberId, name, judged, given }) => (
            <tr key={memberId}>
              <th scope="row">{name}</th>
              <td>{count(judged)}</td>
              <td>{count(given)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isOpen ? (
        <div className={css['actions']}>
          <Button onClick={() => setDialog('assign')}>
            Who judges… <Key command="evaluation.assign" />
          </Button>
          <Button onClick={() => setDialog('end')}>End the judging…</Button>
        </div>
      ) : null}
      {dialog === 'assign' ? <ReassignDialog id={id} lead={lead} onClose={close} /> : null}
      {dialog === 'end' ? <EndJudging id={id} lead={lead} onClose={close} /> : null}
    </div>
  );
}
