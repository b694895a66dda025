import { type ReactNode, useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { Pattern } from '../../shared/domain/personal-data.ts';
import { ask } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import form from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';
import css from './personal-data.module.css';
import { setPlan, usePlan } from './plan.ts';

type Found = CallOutput<'dataset.tryPatterns'>['found'];

/** A lead's own kind of personal data: a name, a pattern, and a text to try it on before anything goes by it. */
export function PatternDialog({ pattern: before, onClose }: { pattern: Pattern | null; onClose: () => void }) {
  const rules = usePlan((plan) => plan.personalData);
  const [name, setName] = useState(before?.name ?? '');
  const [pattern, setPattern] = useState(before?.pattern ?? '');
  const [text, setText] = useState('');
  const found = useTried({ name: name.trim(), pattern }, text);

  async function save() {
    const patterns = rules.patterns.filter((one) => one.name !== before?.name);
    const own = { name: name.trim(), pattern };
    // All of them: two may not have one name.
    await ask('dataset.tryPatterns', { patterns: [...patterns, own], text: '' });
    setPlan({ personalData: { ...rules, patterns: [...patterns, own] } });
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
        {text === '' || found === null ? null : (
          <p className={css['tried']} role="status">
            {found.length === 0 ? 'It finds nothing here.' : <Marked text={text} found={found} />}
          </p>
        )}
      </Form>
    </Dialog>
  );
}

function Marked({ text, found }: { text: string; found: Found }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of found) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return [...parts, text.slice(at)];
}

/** What the pattern takes of the text; null while it is none, which saving says in a sentence. */
function useTried({ name, pattern }: Pattern, text: string): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let current = true;
    const tell = (answer: Found | null) => current && setFound(answer);
    if (pattern === '' || text === '') tell(null);
    else
      ask('dataset.tryPatterns', { patterns: [{ name: name || 'pattern', pattern }], text }).then(
        (answer) => tell(answer.found),
        () => tell(null),
      );
    return () => {
      current = false;
    };
  }, [name, pattern, text]);
  return found;
}
