import { useState } from 'react';
import type { Team } from '../../shared/sync/status.ts';
import { join } from '../stores/sync.ts';
import { Button } from '../ui/button.tsx';
import formCss from './form.module.css';
import { Field, Form } from './form.tsx';
import { SignIn } from './sign-in.tsx';
import css from './team.module.css';

/** The way into a team: mostly by a link that a lead has sent; by address and key for whoever has an account already. */
export function Join() {
  const [way, setWay] = useState<'invited' | 'member'>('invited');
  return (
    <div className={css['narrow']}>
      <h2 className={css['title']}>{way === 'invited' ? 'Join your team' : 'Sign in to your team'}</h2>
      {way === 'invited' ? (
        <>
          <p className={css['soft']}>
            A team’s samples come to this device, you label them without a network for as long as you like, and your
            labels go back. What you have labeled here alone goes along.
          </p>
          <ByInvite others={<Button onClick={() => setWay('member')}>I am a member already</Button>} />
        </>
      ) : (
        <ByAddress others={<Button onClick={() => setWay('invited')}>I have an invite link</Button>} />
      )}
    </div>
  );
}

function ByInvite({ others }: { others: React.ReactNode }) {
  const [link, setLink] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <Form submit="Join" busy="Joining…" others={others} onSubmit={() => join({ link, name, email, password })}>
      <Field
        label="Invite link"
        value={link}
        onChange={setLink}
        placeholder="assay://join?…"
        required
        autoFocus
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

/** For a member: by the project's address and key, which also change when the project moves or its key is renewed. */
export function ByAddress({ knownEmail, others }: { knownEmail?: string; others?: React.ReactNode }) {
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const team: Team = { url: url.trim(), publishableKey: key.trim() };
  return (
    <SignIn team={team} {...(knownEmail === undefined ? {} : { knownEmail })} others={others}>
      <Field label="Address of the project" type="url" value={url} onChange={setUrl} placeholder="https://" required />
      <Field label="Publishable key" value={key} onChange={setKey} required spellCheck={false} />
    </SignIn>
  );
}
