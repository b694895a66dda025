import { memberRowSchema } from '../../../shared/sync/feeds.ts';
import type { Connection } from '../store/database.ts';

/** Names the members of the team, those who have left too. Who is none has labeled on a device before it joined. */
export function memberNames(corpus: Connection): (memberId: string) => string {
  const names = new Map(
    corpus
      .prepare<[], string>('SELECT body FROM members')
      .pluck()
      .all()
      .map((body) => memberRowSchema.parse(JSON.parse(body)))
      .map(({ member_id, name }) => [member_id, name]),
  );
  return (memberId) => names.get(memberId) ?? 'somebody before they joined';
}
