import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { toggleGuidelines } from '../labeling/item-actions.ts';
import { useDraft } from '../stores/draft.ts';
import { useQueue } from '../stores/sync.ts';
import { useInfo } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import css from './guidelines.module.css';
import { markdown } from './markdown.tsx';

/**
 * The guidelines beside the answer, at the criterion that is being scored. Esc leads back. A queue's own come first, and
 * what explains the rubric below them.
 */
export function Guidelines() {
  const general = useInfo((info) => info.guidelines);
  const queueId = useDraft(({ item }) => item?.queueId ?? null);
  const own = useQueue(queueId)?.guidelines.trim() ?? '';
  const criterion = useDraft(({ work }) => work.criterion);
  const panel = useRef<HTMLElement>(null);
  const opened = useRef(true);
  useCommands({ 'app.back': toggleGuidelines }, { scope: 'panel' });

  useLayoutEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    // What the queue says is read first: it opens at its beginning, unless it speaks of the criterion itself.
    const within = opened.current && own !== '' ? '[data-part="queue"] ' : '';
    opened.current = false;
    panel.current?.querySelector(`${within}[data-slug^="${criterion}"]`)?.scrollIntoView({ block: 'start' });
  }, [criterion, own]);

  return (
    <aside className={css['frame']}>
      <div className={css['head']}>
        <h2 className={css['title']}>{own === '' ? 'Guidelines' : 'Guidelines of this queue'}</h2>
        <Button look="quiet" onClick={toggleGuidelines}>
          Close <Key command="app.back" />
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text needs the keyboard */}
      <section ref={panel} className={css['text']} tabIndex={0} aria-label="Guidelines">
        {own === '' ? null : (
          <>
            <div data-part="queue" className={css['prose']}>
              <Text text={own} />
            </div>
            <h3 className={css['general']}>The rubric</h3>
          </>
        )}
        <div className={css['prose']}>
          <Text text={general} />
        </div>
      </section>
    </aside>
  );
}

const Text = memo(function Text({ text }: { text: string }) {
  return useMemo(() => markdown(text), [text]);
});
