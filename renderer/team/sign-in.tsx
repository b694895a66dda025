import { type ReactNode, useState } from 'react';
import type { Team } from '../../shared/sync/status.ts';
import { ask } from '../client.ts';
import { redeemCode, signIn } from '../stores/sync.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import formCss from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';

type Way = 'password' | 'sign-in' | 'new-password';

type SignInProps = {
  /** Null where the workspace belongs to a team already. */
  team: Team | null;
  knownEmail?: string;
  children?: ReactNode;
  others?: ReactNode;
};

/** By password, by a code that is sent once, or by a code and a new password. */
export function SignIn({ team, knownEmail = '', children, others }: SignInProps) {
  const [way, setWay] = useState<Way>('password');
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [sent, setSent] = useState(false);

  const choose = (next: Way) => () => {
    setWay(next);
    setSent(false);
    setCode('');
    setPassword('');
  };
  const send = async () => {
    await ask('sync.sendCode', { team, email, purpose: way === 'new-password' ? 'new-password' : 'sign-in' });
    setSent(true);
    announce('The code is on its way.');
  };
  const enter = () => {
    if (way === 'password') return signIn(team, email, password);
    return redeemCode({ team, email, code, newPassword: way === 'new-password' ? password : null });
  };
  const codeFirst = way !== 'password' && !sent;

  return (
    <Form
      submit={codeFirst ? 'Send me a code' : 'Sign in'}
      busy={codeFirst ? 'Sending…' : 'Signing in…'}
      onSubmit={codeFirst ? send : enter}
      others={
        <>
          {way === 'password' ? (
            <>
              <Button onClick={choose('sign-in')}>By a code</Button>
              <Button onClick={choose('new-password')}>New password</Button>
            </>
          ) : (
            <>
              <Button onClick={choose('password')}>By password</Button>
              {sent ? <Button onClick={choose(way)}>New code</Button> : null}
            </>
          )}
          {others}
        </>
      }
    >
      {children}
      <Field label="Email" type="email" value={email} onChange={setEmail} autoComplete="username" required />
      {sent && way !== 'password' ? (
        <>
          <p className={formCss['note']}>If there is an account with this address, a code is on its way to it.</p>
          <Field
            label="Code"
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            required
          />
        </>
      ) : null}
      {way === 'password' || (way === 'new-password' && sent) ? (
        <Field
          label={way === 'password' ? 'Password' : 'New password'}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete={way === 'password' ? 'current-password' : 'new-password'}
          required
        />
      ) : null}
    </Form>
  );
}
