import { maxQuestionLength } from '../../shared/domain/label.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { apply, useDraft } from '../stores/draft.ts';
import { sendQuestion } from '../stores/loop-writes.ts';
import { Button } from '../ui/button.tsx';
import { writeQuestion } from './draft-rules.ts';
import css from './question.module.css';
import { refuseEmptyQuestion } from './refuse.ts';

function send(): void {
  if (!refuseEmptyQuestion()) sendQuestion();
}

/** A question to the lead: sent, the sample waits for the answer and the next one comes. */
export function QuestionField() {
  const open = useDraft(({ questionOpen, work }) => questionOpen || work.draft.question !== '');
  const asking = useDraft(({ questionOpen }) => questionOpen);
  const question = useDraft(({ work }) => work.draft.question);
  useCommands({ 'label.commit': send }, { scope: 'panel', enabled: asking });
  if (!open) return null;
  return (
    <section className={css['question']} aria-label="Question to the lead">
      <label className={css['field']}>
        <span className={css['label']}>Question to the lead</span>
        <textarea
          className={css['text']}
          data-place="question"
          aria-describedby="question-sent"
          dir="auto"
          rows={2}
          maxLength={maxQuestionLength}
          value={question}
          onChange={(event) =>
            apply((work) => writeQuestion(work, event.target.value), { typing: 'question', focus: null })
          }
          onFocus={() => useDraft.setState({ questionOpen: true })}
          onBlur={() => useDraft.setState({ questionOpen: false })}
        />
      </label>
      <div className={css['send']}>
        <p id="question-sent" className={css['what']}>
          The sample waits for the answer, then it comes again. Undo does not take it back.
        </p>
        {/* Before the field loses the focus, and the button its place. */}
        <Button onMouseDown={(event) => event.preventDefault()} onClick={send}>
          Send <Key command="label.commit" inText />
        </Button>
      </div>
    </section>
  );
}
