import { useState } from 'react';
import type { ActiveModel } from '../../shared/domain/active-model.ts';
import type { SetBack } from '../../shared/domain/set-back.ts';
import { restoredWords, setBackText } from '../../shared/rules/set-back-words.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { date } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { RollOutDialog } from './roll-out-dialog.tsx';
import css from './set-back-notice.module.css';
import { choose, loadDeploy, useDeploy } from './store.ts';

/** What leads had decided and a restored server has lost: until it is decided again, or left as it is. */
export function SetBackNotice() {
  const setBack = useDeploy((deploy) => deploy.setBack);
  const experiments = useDeploy(({ list }) => list?.experiments);
  const [rolling, setRolling] = useState<ActiveModel | null>(null);
  if (setBack.length === 0) return null;
  const leave = async () => {
    await ask('experiment.leaveSetBack', { seen: setBack.map(({ mark }) => mark) });
    await loadDeploy();
    announce('It stays as it is.');
  };
  return (
    <section className={css['notice']} aria-labelledby="set-back-title">
      <h2 id="set-back-title" className={css['title']}>
        {restoredWords.title}
      </h2>
      <p className={css['soft']}>{restoredWords.text}</p>
      <ul className={css['list']} aria-labelledby="set-back-title">
        {setBack.map((one) => {
          const { was, remedy } = setBackText(one, date);
          return (
            <li key={`${one.what} ${one.mark.key}`} className={css['one']}>
              <span>
                {was} {one.what === 'experiment' ? <b>{remedy}</b> : null}
              </span>
              <Mend one={one} onRollOut={setRolling} />
            </li>
          );
        })}
      </ul>
      <Button onClick={() => void attempt(leave)}>Leave it as it is</Button>
      {rolling ? (
        <RollOutDialog
          agent={rolling.agent}
          model={rolling.to}
          why={rolling.why}
          experiment={experiments?.find(({ id }) => id === rolling.experimentId) ?? null}
          onClose={() => setRolling(null)}
        />
      ) : null}
    </section>
  );
}

/** The way to where it can be decided again. */
function Mend({ one, onRollOut }: { one: SetBack; onRollOut: (model: ActiveModel) => void }) {
  if (one.what === 'agent')
    return (
      <Button look="quiet" aria-label={`Roll it out again… ${one.was.agent}`} onClick={() => onRollOut(one.was)}>
        Roll it out again…
      </Button>
    );
  if (one.now === null) return null;
  const show = async () => {
    await choose(one.id);
    document.querySelector<HTMLElement>('[data-detail]')?.focus();
  };
  return (
    <Button look="quiet" aria-label={`Show it: ${one.name}`} onClick={() => void attempt(show)}>
      Show it
    </Button>
  );
}
