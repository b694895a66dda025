import { useState } from 'react';
import type { TeamView } from '../../shared/domain/lead.ts';
import { type Rubric, type Scale, scoreValues } from '../../shared/domain/rubric.ts';
import { ask } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { plural } from '../ui/format.ts';
import css from './lead.module.css';
import editorCss from './queue-editor.module.css';
import { loadLead } from './store.ts';

/** What labelers judge by. A version is never changed: saving makes the next one, and a queue says which it uses. */
export function Rubrics({ team }: { team: TeamView }) {
  const [editing, setEditing] = useState<Rubric | null>(null);
  return (
    <section aria-labelledby="rubrics-title">
      <h2 id="rubrics-title" className={css['title']}>
        Rubrics
      </h2>
      <ul aria-labelledby="rubrics-title">
        {team.rubrics.toReversed().map((rubric) => {
          const used = team.queues.filter(({ rubricVersion }) => rubricVersion === rubric.version).length;
          return (
            <li key={rubric.version} className={css['entry']}>
              <div className={css['line']}>
                <b className={css['name']}>Version {rubric.version}</b>
                <span className={css['figures']}>used by {plural(used, 'queue')}</span>
              </div>
              <div className={css['actions']}>
                <Button onClick={() => setEditing(rubric)}>New version from this…</Button>
              </div>
            </li>
          );
        })}
      </ul>
      {editing ? <RubricEditor rubric={editing} onClose={() => setEditing(null)} /> : null}
    </section>
  );
}

function RubricEditor({ rubric, onClose }: { rubric: Rubric; onClose: () => void }) {
  const [draft, setDraft] = useState(rubric);
  const save = async () => {
    await ask('lead.saveRubric', draft);
    await loadLead();
    onClose();
  };
  return (
    <Dialog title="New version of the rubric" size="large" onClose={onClose}>
      <Form
        submit="Save as a new version"
        busy="Saving…"
        onSubmit={save}
        others={<Button onClick={onClose}>Cancel</Button>}
      >
        {draft.criteria.map((criterion, index) => (
          <ScaleFields
            key={criterion.id}
            scale={criterion}
            onChange={(scale) =>
              setDraft({ ...draft, criteria: draft.criteria.with(index, { ...scale, id: criterion.id }) })
            }
          />
        ))}
        <ScaleFields scale={draft.overall} onChange={(overall) => setDraft({ ...draft, overall })} />
      </Form>
    </Dialog>
  );
}

function ScaleFields({ scale, onChange }: { scale: Scale; onChange: (scale: Scale) => void }) {
  return (
    <fieldset className={editorCss['group']}>
      <legend>{scale.name}</legend>
      <Field label="Name" value={scale.name} onChange={(name) => onChange({ ...scale, name })} required />
      <Field
        label="Question"
        value={scale.question}
        onChange={(question) => onChange({ ...scale, question })}
        required
      />
      {scoreValues.toReversed().map((score) => (
        <Field
          key={score}
          label={`What a ${score} is`}
          value={scale.anchors[score]}
          onChange={(text) => onChange({ ...scale, anchors: { ...scale.anchors, [score]: text } })}
          required
        />
      ))}
    </fieldset>
  );
}
