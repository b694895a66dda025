import { useState } from 'react';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import table from '../styles/table.module.css';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { count, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import css from './detail.module.css';
import { ReassignDialog } from './reassign.tsx';
import { loadEvaluations } from './store.ts';

/** How far the team is with an evaluation, as a lead sees it. */
export function TeamShare({ team: { id, isOpen, lead } }: { team: TeamEvaluation }) {
  const [reassigns, setReassigns] = useState(false);
  useCommands({ 'evaluation.assign': () => (lead && isOpen ? setReassigns(true) : false) });
  if (!lead) return null;
  const close = () =>
    void attempt(async () => {
      await ask('evaluation.close', { id });
      await loadEvaluations();
    });
  return (
    <>
      <h3 className={text['section']}>Judged by the team</h3>
      <p className={css['about']}>
        {`${count(lead.judged)} of ${plural(lead.wanted, 'wanted judgment')}, ${plural(lead.judgesWanted, 'judge')} an item.`}
        {lead.sent < lead.items ? ` ${count(lead.sent)} of ${plural(lead.items, 'item')} have come to them.` : ''}
        {lead.beyond > 0 ? ` ${count(lead.beyond)} more came late to items that had theirs.` : ''}
        {isOpen ? '' : ' Judging has ended.'}
        {lead.openedBy.length > 0 ? ` Whose the answers are was told to ${lead.openedBy.join(', ')}.` : ''}
      </p>
      <table className={table['table']} aria-label="Judges">
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
          <Button onClick={() => setReassigns(true)}>
            Who judges… <Key command="evaluation.assign" />
          </Button>
          <Button onClick={close}>End the judging</Button>
        </div>
      ) : null}
      {reassigns ? <ReassignDialog id={id} lead={lead} onClose={() => setReassigns(false)} /> : null}
    </>
  );
}
