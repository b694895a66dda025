import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { toggleGuidelines } from '../labeling/item-actions.ts';
import { useDraft } from '../stores/draft.ts';
import { useInfo } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import css from './guidelines.module.css';
import { markdown } from './markdown.tsx';

/** The guidelines beside the answer, at the criterion that is being scored. Esc leads back. */
export function Guidelines() {
  const text = useInfo((info) => info.guidelines);
  const criterion = useDraft(({ work }) => work.criterion);
  const panel = useRef<HTMLElement>(null);
  useCommands({ 'app.back': toggleGuidelines }, { scope: 'panel' });

  useLayoutEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    panel.current?.querySelector(`[data-slug^="${criterion}"]`)?.scrollIntoView({ block: 'start' });
  }, [criterion]);

  return (
    <aside className={css['frame']}>
      <div className={css['head']}>
        <h2 className={css['title']}>Guidelines</h2>
        <Button look="quiet" onClick={toggleGuidelines}>
          Close <Key command="app.back" />
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text needs the keyboard */}
      <section ref={panel} className={css['text']} tabIndex={0} aria-label="Guidelines">
        <Text text={text} />
      </section>
    </aside>
  );
}

const Text = memo(function Text({ text }: { text: string }) {
  return useMemo(() => markdown(text), [text]);
});
