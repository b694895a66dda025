import { type SkipReason, skipReasons } from '../../shared/domain/label.ts';
import type { CommandId } from '../keyboard/commands.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { focusOn, useDraft } from '../stores/draft.ts';
import { skip } from '../stores/loop-writes.ts';
import { skipNames } from './names.ts';
import { useScreen } from './screen-state.ts';
import css from './skip-panel.module.css';

const digits: Record<SkipReason, CommandId> = {
  unclear: 'skip.1',
  language: 'skip.2',
  missing_context: 'skip.3',
  personal_data: 'skip.4',
  other: 'skip.5',
};

function close(): void {
  useScreen.setState({ skipping: false });
  focusOn(useDraft.getState().work.place);
}

function choose(reason: SkipReason): void {
  useScreen.setState({ skipping: false });
  skip(reason);
}

/** S, then a digit: why this sample is left out. Esc leaves it in. */
export function SkipPanel() {
  useCommands(Object.fromEntries(skipReasons.map((reason) => [digits[reason], () => choose(reason)])));
  useCommands({ 'app.back': close, 'label.skip': close }, { scope: 'panel' });
  return (
    <section className={css['panel']} aria-label="Skip this sample">
      <h3 className={css['title']}>Skip, because …</h3>
      {skipReasons.map((reason, index) => (
        <button
          key={reason}
          type="button"
          className={css['reason']}
          // biome-ignore lint/a11y/noAutofocus: the panel was asked for by a key, and Esc leads back
          autoFocus={index === 0}
          onClick={() => choose(reason)}
        >
          <Key command={digits[reason]} /> {skipNames[reason]}
        </button>
      ))}
      <button type="button" className={css['reason']} onClick={close}>
        <Key command="app.back" /> Do not skip
      </button>
    </section>
  );
}
