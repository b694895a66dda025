import { useEffect, useRef } from 'react';
import { findText } from '../browser/store.ts';
import { pickImport } from '../import/actions.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { type Screen, useView } from '../stores/view.ts';
import { useInfo, useWorkspace } from '../stores/workspace.ts';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { attempt } from '../ui/notice.tsx';
import css from './welcome.module.css';

/** The first thing that a person sees, once: what this is, and three ways on. */
export function Welcome() {
  const samples = useInfo((info) => info.samples);
  const go = useView((view) => view.go);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);

  // The choice is stored before what follows it, which may be left half done: this screen does not come again. It lies above
  // the chosen one until then; going there later could undo a key that was pressed meanwhile.
  const choose = (screen: Screen, then?: () => Promise<void>) => () =>
    void attempt(async () => {
      go(screen);
      await useWorkspace.getState().updateSettings({ practice: 'skipped' });
      await then?.();
    });

  // Whoever already knows the keys has chosen too.
  useCommands(
    {
      'go.labeling': choose('labeling'),
      'go.browser': choose('browser'),
      'go.import': choose('import'),
      'go.dataset': choose('dataset'),
      'go.readiness': choose('readiness'),
      'go.finetune': choose('finetune'),
      'go.jobs': choose('jobs'),
      'go.team': choose('team'),
      'sync.now': choose('team'),
      'go.settings': choose('settings'),
      'help.practice': choose('practice'),
      'import.choose': choose('import', pickImport),
      'find.text': choose('browser', async () => findText()),
    },
    { scope: 'panel' },
  );

  return (
    <Frame navigation={false}>
      <div className={css['screen']}>
        <div className={css['column']}>
          <h2 className={css['title']}>Judge an agent’s answers. Keep what is worth training on.</h2>
          <p className={css['lead']}>
            You read what a customer asked and what the agent drafted, score it on six scales, then approve, correct or
            reject it, all by keyboard. What passes becomes a fine-tuning dataset; it stays on this machine until you
            take it elsewhere.
          </p>
          <ul className={css['ways']}>
            <li>
              <button ref={first} type="button" className={css['way']} onClick={choose('practice')}>
                <b>Start with ten practice items</b>
                <span>8 minutes. Each explains what to look for and which keys to press.</span>
              </button>
            </li>
            <li>
              <button type="button" className={css['way']} onClick={choose('labeling')}>
                <b>Go straight to labeling</b>
                <span>{plural(samples, 'demo sample')} of a shop’s support agents, some of them wrong or rude.</span>
              </button>
            </li>
            <li>
              <button type="button" className={css['way']} onClick={choose('import', pickImport)}>
                <b>Import your own samples</b>
                <span>NDJSON, JSON or CSV, plain or gzip.</span>
              </button>
            </li>
          </ul>
        </div>
      </div>
    </Frame>
  );
}
