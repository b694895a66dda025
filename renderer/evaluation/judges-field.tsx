import { useEffect, useState } from 'react';
import type { TeamView } from '../../shared/domain/lead.ts';
import { ask } from '../client.ts';
import { attempt } from '../ui/notice.tsx';
import css from './judges-field.module.css';

type Member = TeamView['members'][number];
type JudgesFieldProps = { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void };

/** The members of the team, of whom some judge. */
export function JudgesField({ chosen, onChange }: JudgesFieldProps) {
  const [members, setMembers] = useState<readonly Member[]>([]);
  useEffect(() => {
    void attempt(async () => {
      const team = await ask('lead.team');
      setMembers(team.members.filter(({ removedAt }) => removedAt === null));
    });
  }, []);
  const toggle = (memberId: string) => {
    const after = new Set(chosen);
    if (!after.delete(memberId)) after.add(memberId);
    onChange(after);
  };
  return (
    <fieldset className={css['members']}>
      <legend>Judges</legend>
      {members.map(({ memberId, name, role }) => (
        <label key={memberId} className={css['member']}>
          <input type="checkbox" checked={chosen.has(memberId)} onChange={() => toggle(memberId)} />
          {name}
          {role === 'lead' ? ', lead' : ''}
        </label>
      ))}
    </fieldset>
  );
}
