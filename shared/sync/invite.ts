import { AssayError } from '../errors.ts';
import { type Team, teamSchema } from './status.ts';

export type Invite = { team: Team; code: string };

/** An invite as a link, `assay://join?url=…&key=…&code=…`: nobody types an address and a key. */
export function writeInvite({ team, code }: Invite): string {
  return `assay://join?${new URLSearchParams({ url: team.url, key: team.publishableKey, code })}`;
}

/**
 * Reads what `writeInvite` wrote.
 *
 * @throws AssayError invalid-input
 */
export function readInvite(link: string): Invite {
  const url = URL.parse(link.trim());
  const { url: address, key, code } = Object.fromEntries(url?.searchParams ?? []);
  const team = teamSchema.safeParse({ url: address, publishableKey: key });
  if (url?.protocol === 'assay:' && url.host === 'join' && team.success && code) return { team: team.data, code };
  throw new AssayError({
    kind: 'invalid-input',
    message: 'This is not an invite link of Assay, or a part of it is missing.',
    safe: 'Nothing was changed.',
    remedy: 'Copy the whole link from the invitation; it begins with assay://join.',
  });
}
