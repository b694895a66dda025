import { z } from 'zod';
import { type Role, roles } from '../../../shared/sync/feeds.ts';
import type { Whoami } from '../../../shared/sync/protocol.ts';
import { type Team, teamSchema } from '../../../shared/sync/status.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { failure } from './failures.ts';

const memberSchema = z.object({ name: z.string(), role: z.enum(roles), team: z.string(), email: z.string() });
export type Member = z.infer<typeof memberSchema> & { memberId: string };

/**
 * Whom a workspace works for: one account of one team, for good. It is written here and not asked of the server, so that
 * nothing that happens to a sign-in changes who this is.
 */
export class Account {
  readonly #db: Connection;
  readonly #meta: Meta;

  /** @param db work.db, FULL */
  constructor(db: Connection) {
    this.#db = db;
    this.#meta = new Meta(db);
  }

  /** This copy of the workspace, as the server knows it. */
  get device(): string {
    return this.#meta.get('workspace_id') ?? '';
  }

  get team(): Team | null {
    const stored = this.#meta.get('team');
    return stored === null ? null : teamSchema.parse(JSON.parse(stored));
  }

  get member(): Member | null {
    const memberId = this.#meta.get('account');
    const stored = this.#meta.get('member');
    return memberId === null || stored === null ? null : { ...memberSchema.parse(JSON.parse(stored)), memberId };
  }

  /**
   * Ties the workspace to an account, or brings up to date what is known of it: a team may move and change its key.
   *
   * @param claimWork gives the account what was done here alone, in the same transaction
   * @throws AssayError conflict when the workspace works for somebody else
   */
  bind(team: Team, me: Whoami, email: string, claimWork: (account: string) => void): void {
    this.#db
      .transaction(() => {
        const known = this.#meta.get('account');
        if (known !== null && known !== me.member_id) throw somebodyElse(this.member);
        claimWork(me.member_id);
        this.#meta.set('account', me.member_id);
        this.#meta.set('team', JSON.stringify(team));
        this.#write({ name: me.name, role: me.role, team: me.team, email });
      })
      .immediate();
  }

  /** What the team's server says of this member now. */
  learn({ name, role }: { name: string; role: Role }): void {
    const { member } = this;
    if (member && (member.name !== name || member.role !== role)) this.#write({ ...member, name, role });
  }

  #write({ name, role, team, email }: Omit<Member, 'memberId'>): void {
    this.#meta.set('member', JSON.stringify({ name, role, team, email }));
  }
}

function somebodyElse(member: Member | null): Error {
  return failure({
    kind: 'conflict',
    message: `This workspace works for ${member ? `${member.name} (${member.email})` : 'another account'}.`,
    remedy: 'Open another workspace for another account: labels of two people never mix.',
  });
}
