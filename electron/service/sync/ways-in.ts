import { AssayError } from '../../../shared/errors.ts';
import type { Team } from '../../../shared/sync/status.ts';
import type { Account } from './account.ts';
import { failure } from './failures.ts';
import type { SecretStore } from './secrets.ts';
import { Server } from './server.ts';
import { Session, type Tokens } from './session.ts';

/** Somebody whose tokens are good. Nothing of them is kept yet. */
export type Entrant = { team: Team; session: Session; tokens: Tokens; email: string };

/** How a person comes to work in a team: by an invite, a password or a code. Without a team named it is the workspace's own. */
export class WaysIn {
  readonly #account: Account;
  readonly #secrets: SecretStore;
  readonly #signal: AbortSignal;
  #last: { team: Team; session: Session } | null = null;

  /** @param signal ends every call that is under way */
  constructor(account: Account, secrets: SecretStore, signal: AbortSignal) {
    this.#account = account;
    this.#secrets = secrets;
    this.#signal = signal;
  }

  /**
   * Joins a team by the code of an invite, with the account that is there or a new one.
   *
   * @throws AssayError conflict while the mail address has to be confirmed: the same call is good again afterwards
   */
  async join(team: Team, code: string, who: { name: string; email: string; password: string }): Promise<Entrant> {
    const session = this.session(team);
    // In this order: to sign up again while a mail is on its way would send another, or be refused as too often.
    const tokens = await session.signIn(who.email, who.password).catch((error: unknown) => {
      const unknown = error instanceof AssayError && error.kind === 'refused';
      if (!unknown) throw error;
      return session.signUp(who.email, who.password);
    });
    await new Server(team, this.#signal).join(tokens.access, code, who.name);
    return { team, session, tokens, email: who.email };
  }

  async signIn(named: Team | null, email: string, password: string): Promise<Entrant> {
    const team = named ?? this.team;
    const session = this.session(team);
    return { team, session, tokens: await session.signIn(email, password), email };
  }

  /** Sends a code by mail: to sign in once, or to choose a new password. */
  async sendCode(named: Team | null, email: string, purpose: 'sign-in' | 'new-password'): Promise<void> {
    await this.session(named ?? this.team).sendCode(email, purpose);
  }

  /** Signs in by a code; with a new password when that is what the code was sent for. */
  async redeemCode(named: Team | null, email: string, code: string, newPassword: string | null): Promise<Entrant> {
    const team = named ?? this.team;
    const session = this.session(team);
    return { team, session, tokens: await session.redeemCode(email, code, newPassword), email };
  }

  /** The team that this workspace belongs to. @throws AssayError not-found */
  get team(): Team {
    const { team } = this.#account;
    if (team) return team;
    throw failure({
      kind: 'not-found',
      message: 'This workspace does not belong to a team yet.',
      remedy: 'Open the invite link that your lead has sent you.',
    });
  }

  /** The sign-in of this workspace, there or to come. */
  session(team: Team): Session {
    if (!this.#last || !sameTeam(this.#last.team, team))
      this.#last = { team, session: new Session(team, this.#secrets, `session ${this.#account.device}`) };
    return this.#last.session;
  }
}

const sameTeam = (a: Team, b: Team) => a.url === b.url && a.publishableKey === b.publishableKey;
