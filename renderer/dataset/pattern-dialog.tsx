import { type ReactNode, useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { Pattern } from '../../shared/domain/personal-data.ts';
import { ask } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { reportOf } from '../ui/error-note.tsx';
import form from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';
import css from './personal-data.module.css';
import { setPlan, usePlan } from './plan.ts';

type Found = CallOutput<'dataset.tryPatterns'>['found'];

type Props = {
  /** The one to change; null for a new one. */
  pattern: Pattern | null;
  onSaved?: () => void;
  onClose: () => void;
};

/** A lead's own kind of personal data: a name, a pattern, and a text to try it on before anything goes by it. */
export function PatternDialog({ pattern: before, onSaved, onClose }: Props) {
  const rules = usePlan((plan) => plan.personalData);
  const [name, setName] = useState(before?.name ?? '');
  const [pattern, setPattern] = useState(before?.pattern ?? '');
  const [text, setText] = useState('');
  const tried = useTried({ name: name.trim(), pattern }, text);

  async function save() {
    const own = { name: name.trim(), pattern };
    // In its place: another order would be another recipe.
    const patterns = before
      ? rules.patterns.map((one) => (one.name === before.name ? own : one))
      : [...rules.patterns, own];
    // All of them: two may not have one name.
    await ask('dataset.tryPatterns', { patterns, text: '' });
    setPlan({ personalData: { ...rules, patterns } });
    onSaved?.();
    onClose();
  }

  return (
    <Dialog title={before ? `Pattern ${before.name}` : 'A pattern of your own'} onClose={onClose}>
      <p className={form['note']}>
        For what only your company knows: member ids, order numbers, contract numbers. Names become tokens:{' '}
        <code>member id</code> gives <code>[MEMBER_ID_1]</code>.
      </p>
      <Form submit="Save" busy="Saving…" onSubmit={save} others={<Button onClick={onClose}>Cancel</Button>}>
        <Field label="Name" value={name} maxLength={30} required placeholder="member id" onChange={setName} />
        <Field
          label="Pattern, in RE2 syntax"
          value={pattern}
          maxLength={1_000}
          required
          spellCheck={false}
          placeholder="[A-Z]{2}-[0-9]{6}"
          onChange={setPattern}
        />
        <label className={form['field']}>
          Try it on a text
          <textarea rows={3} maxLength={10_000} value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        {tried === null ? null : (
          <p className={css['tried']} role="status">
            {typeof tried === 'string' ? tried : <Marked text={text} found={tried} />}
          </p>
        )}
      </Form>
    </Dialog>
  );
}

function Marked({ text, found }: { text: string; found: Found }) {
  if (found.length === 0) return 'It finds nothing here.';
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of found) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return [...parts, text.slice(at)];
}

/** What the pattern takes of the text, or a sentence why it is none; null while there is nothing to try. */
function useTried({ name, pattern }: Pattern, text: string): Found | string | null {
  const [tried, setTried] = useState<Found | string | null>(null);
  useEffect(() => {
    let current = true;
    const tell = (answer: Found | string | null) => current && setTried(answer);
    if (pattern === '' || text === '') tell(null);
    else
      ask('dataset.tryPatterns', { patterns: [{ name: name || 'pattern', pattern }], text }).then(
        ({ found }) => tell(found),
        (thrown: unknown) => tell(reportOf(thrown).message),
      );
    return () => {
      current = false;
    };
  }, [name, pattern, text]);
  return tried;
}
