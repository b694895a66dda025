import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import form from '../ui/form.module.css';
import { Form } from '../ui/form.tsx';
import { setPlan, usePlan } from './plan.ts';

/** Values that are nobody's personal data, wherever they stand: the company's own. */
export function AllowDialog({ onClose }: { onClose: () => void }) {
  const rules = usePlan((plan) => plan.personalData);
  const [text, setText] = useState(rules.allow.join('\n'));
  async function save() {
    const lines = text.split('\n').map((line) => line.trim());
    setPlan({ personalData: { ...rules, allow: [...new Set(lines.filter((line) => line !== ''))] } });
    onClose();
  }
  return (
    <Dialog title="Values that are nobody’s" onClose={onClose}>
      <p className={form['note']}>
        What stands in many answers and is about no customer: the address of your support, its hotline, the name of your
        assistant. One a line. They are compared as their kind is: a phone number by its digits, a name in any case.
      </p>
      <Form submit="Save" busy="Saving…" onSubmit={save} others={<Button onClick={onClose}>Cancel</Button>}>
        <label className={form['field']}>
          Values, one a line
          <textarea rows={8} value={text} spellCheck={false} onChange={({ target }) => setText(target.value)} />
        </label>
      </Form>
    </Dialog>
  );
}
