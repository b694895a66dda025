import { useState } from 'react';
import type { Evaluation } from '../../shared/domain/comparison.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import css from './detail.module.css';
import { JudgesField, useMembers } from './judges-field.tsx';
import { loadEvaluations } from './store.ts';

/** Who of the team judges, and how many of them each item. From then on the team alone judges it. */
export function PublishDialog({ evaluation: { id, plan }, onClose }: { evaluation: Evaluation; onClose: () => void }) {
  const members = useMembers();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState(plan.name);
  const [judges, setJudges] = useState(String(plan.judges));
  const publish = async () => {
    await ask('evaluation.publish', { id, name, members: [...chosen], judges: Number(judges) });
    await loadEvaluations();
    announce('The team has it with the next sync.');
    onClose();
  };
  return (
    <Dialog title="Let the team judge" onClose={onClose}>
      <Form
        submit="Let them judge"
        busy="Writing it down…"
        onSubmit={publish}
        others={<Button onClick={onClose}>Not now</Button>}
      >
        <p className={css['about']}>
          Prompts and both answers go to the team’s server, and to each judge in an order of their own. Which answer is
          whose goes sealed, and only leads can ask for it.
        </p>
        <Field
          label="Name, which judges see: it names no model"
          value={name}
          maxLength={100}
          required
          onChange={setName}
        />
        <JudgesField members={members} chosen={chosen} onChange={setChosen} />
        <Field
          label="Judges an item, at most 9"
          value={judges}
          inputMode="numeric"
          pattern="[1-9]"
          title="A number from 1 to 9."
          required
          onChange={setJudges}
        />
      </Form>
    </Dialog>
  );
}
