import { useEffect, useState } from 'react';
import type { TeamView } from '../../shared/domain/lead.ts';
import { ask } from '../client.ts';
import { attempt } from '../ui/notice.tsx';
import css from './judges-field.module.css';

type Member = TeamView['members'][number];
type JudgesFieldProps = {
  members: readonly Member[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
};

/** Who is in the team now; nobody until that is known. */
export function useMembers(): readonly Member[] {
  const [members, setMembers] = useState<readonly Member[]>([]);
  useEffect(() => {
    void attempt(async () => {
      const team = await ask('lead.team');
      setMembers(team.members.filter(({ removedAt }) => removedAt === null));
    });
  }, []);
  return members;
}

/** The members of the team, of whom some judge. */
export function JudgesField({ members, chosen, onChange }: JudgesFieldProps) {
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
