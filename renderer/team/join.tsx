import { type ReactNode, useState } from 'react';
import { readInvite } from '../../shared/sync/invite.ts';
import type { Team } from '../../shared/sync/status.ts';
import { join } from '../stores/sync.ts';
import { Button } from '../ui/button.tsx';
import formCss from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';
import { SignIn } from './sign-in.tsx';
import css from './team.module.css';

/** How a workspace of one's own comes to work for a team. */
export function Join() {
  return (
    <div className={css['narrow']}>
      <h2 className={css['title']}>Join your team</h2>
      <p className={css['soft']}>
        A team’s samples come to this device, you label them without a network for as long as you like, and your labels
        go back. What you have labeled here alone goes along.
      </p>
      <WaysIn first="invited" autoFocus />
    </div>
  );
}

type Way = 'invited' | 'member';

type WaysInProps = {
  first: Way;
  /** Where the workspace belongs to a team already, a member signs in there and names none. */
  bound?: boolean;
  name?: string;
  email?: string;
  autoFocus?: boolean;
};

/** By a link that a lead has sent; or as a member, with the account that is there. */
export function WaysIn({ first, bound = false, name = '', email = '', autoFocus = false }: WaysInProps) {
  const [way, setWay] = useState(first);
  const [link, setLink] = useState('');
  if (way === 'invited')
    return (
      <ByInvite
        link={link}
        onLink={setLink}
        known={{ name, email }}
        autoFocus={autoFocus}
        others={<Button onClick={() => setWay('member')}>I am a member already</Button>}
      />
    );
  const others = <Button onClick={() => setWay('invited')}>I have an invite link</Button>;
  return bound ? (
    <SignIn team={null} knownEmail={email} others={others} />
  ) : (
    <ByAddress known={teamIn(link)} email={email} others={others} />
  );
}

/** A link names the team for whoever has an account there too, and has forgotten its password, say. */
function teamIn(link: string): Team | null {
  try {
    return readInvite(link).team;
  } catch {
    return null; // Nothing yet, or only a part of one.
  }
}

type ByInviteProps = {
  link: string;
  onLink: (link: string) => void;
  known: { name: string; email: string };
  autoFocus: boolean;
  others: ReactNode;
};

function ByInvite({ link, onLink, known, autoFocus, others }: ByInviteProps) {
  const [name, setName] = useState(known.name);
  const [email, setEmail] = useState(known.email);
  const [password, setPassword] = useState('');
  return (
    <Form submit="Join" busy="Joining…" others={others} onSubmit={() => join({ link, name, email, password })}>
      <Field
        label="Invite link"
        value={link}
        onChange={onLink}
        placeholder="assay://join?…"
        required
        autoFocus={autoFocus}
        spellCheck={false}
      />
      <Field label="Your name, as the team will see it" value={name} onChange={setName} autoComplete="name" required />
      <Field label="Email" type="email" value={email} onChange={setEmail} autoComplete="username" required />
      <Field
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        required
      />
      <p className={formCss['note']}>
        New here? Choose a password. If you have an account with this team, use its own.
      </p>
    </Form>
  );
}

type ByAddressProps = { known: Team | null; email: string; others: ReactNode };

/** For a member: by the project's address and key, which also change when the project moves or its key is renewed. */
function ByAddress({ known, email, others }: ByAddressProps) {
  const [url, setUrl] = useState(known?.url ?? '');
  const [key, setKey] = useState(known?.publishableKey ?? '');
  return (
    <SignIn team={{ url: url.trim(), publishableKey: key.trim() }} knownEmail={email} others={others}>
      <Field label="Address of the project" type="url" value={url} onChange={setUrl} placeholder="https://" required />
      <Field label="Publishable key" value={key} onChange={setKey} required spellCheck={false} />
    </SignIn>
  );
}
