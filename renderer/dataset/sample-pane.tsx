import { useEffect, useRef } from 'react';
import type { Fate, Recipe } from '../../shared/domain/dataset.ts';
import type { Sample } from '../../shared/domain/sample.ts';
import type { Gate } from '../../shared/rules/gate.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { openSample } from '../labeling/open-sample.ts';
import { useInfo } from '../stores/workspace.ts';
import panes from '../styles/panes.module.css';
import { breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { date } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { LineView } from './line-view.tsx';
import css from './sample-pane.module.css';
import { askFor, backToList, useDataset } from './store.ts';
import { useFate } from './use-fate.ts';
import { explain, fateTitle, rivalOf } from './why.ts';

const open = (sampleId: string) => void attempt(() => openSample({ queueId: null, sampleId }));

/** One sample: why it is in or out, what it says, and its line in a file. */
export function SamplePane({ recipe, sampleId }: { recipe: Recipe; sampleId: string }) {
  const told = useFate(recipe, sampleId);
  const rival = told?.state === 'known' ? rivalOf(told.fate) : null;
  const asked = useDataset((dataset) => dataset.asked !== null);
  useCommands({
    'dataset.open': () => (told?.state === 'known' ? open(told.sampleId) : false),
    'dataset.rival': () => (rival === null ? false : askFor(rival)),
  });
  const pane = useRef<HTMLElement>(null);
  const answering = useDataset((dataset) => dataset.answering);
  // Whoever asked by typing goes on with the keys of the answer.
  useEffect(() => {
    if (!answering) return;
    pane.current?.focus();
    useDataset.setState({ answering: false });
  }, [answering]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <aside ref={pane} className={panes['right']} aria-label="Sample" tabIndex={0} aria-busy={!told}>
      <div className={css['head']}>
        <code className={css['id']}>{told?.sampleId}</code>
        {asked ? (
          <Button look="quiet" onClick={backToList}>
            Back to the list <Key command="app.back" />
          </Button>
        ) : null}
      </div>
      {told?.state === 'failed' ? <ErrorNote error={told.error} /> : null}
      {told?.state === 'unknown' ? (
        <p className={css['fate']}>There is no sample with this id here. Ids are case-sensitive, and whole.</p>
      ) : null}
      {told?.state === 'known' ? (
        <>
          <Why fate={told.fate} gate={recipe.gate} />
          <div className={css['actions']}>
            <Button onClick={() => open(told.sampleId)}>
              Open in the loop <Key command="dataset.open" />
            </Button>
          </div>
          <Text sample={told.sample} />
          <LineView recipe={recipe} sampleId={told.sampleId} fate={told.fate} />
        </>
      ) : null}
    </aside>
  );
}

function Why({ fate, gate }: { fate: Fate; gate: Gate }) {
  const rubric = useInfo((info) => info.rubric);
  return (
    <div className={css['fate']} data-as={fate.as}>
      <h2>{fateTitle(fate)}</h2>
      {fate.as === 'chosen' ? (
        <p>
          {gate.approvedOnly ? 'It was approved, overall' : 'Overall'} is {gate.minOverall} or more, every criterion{' '}
          {gate.minCriterion} or more, and no sample like it stays in its place.
        </p>
      ) : null}
      {fate.as === 'rejected' ? (
        <p>A person rejected its draft. Only formats that also show what not to say have a place for it.</p>
      ) : null}
      {fate.as === 'out' ? (
        <ul>
          {fate.reasons.map((reason) => {
            const { why, way, rival } = explain(reason, rubric);
            return (
              <li key={why}>
                {why} {way ? <span className={css['way']}>{way}</span> : null}
                {rival === null ? null : (
                  <Button look="quiet" className={css['rival']} onClick={() => askFor(rival)}>
                    <code>{rival}</code> stays in its place <Key command="dataset.rival" />
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}

function Text({ sample }: { sample: Sample }) {
  return (
    <>
      <h3 className={css['eyebrow']}>Customer asks</h3>
      <p className={css['text']}>{breakable(sample.query)}</p>
      <h3 className={css['eyebrow']}>Draft answer</h3>
      <p className={css['text']}>{breakable(sample.response)}</p>
      <p className={css['about']}>
        {sample.agent}, {sample.intent ?? 'no intent'}, {date(sample.createdAt)}
      </p>
    </>
  );
}
