import { useEffect, useState } from 'react';
import type { Model } from '../../shared/domain/model.ts';
import { loadDeploy } from '../experiment/store.ts';
import { endText } from '../finetune/model-words.ts';
import { useLeading } from '../stores/sync.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { attempt } from '../ui/notice.tsx';
import { useListFocus } from '../ui/use-list-focus.ts';
import { AddModel } from './add-model.tsx';
import { ModelDetail } from './model-detail.tsx';
import { choose, keyOf, loadModels, useModels } from './models.ts';
import css from './models-view.module.css';
import { useOrigin } from './words.ts';

/** The models by which agents answer, or may: where each comes from, and until when it is there. */
export function ModelsView() {
  const { models, error, chosen } = useModels();
  const [adding, setAdding] = useState(false);
  const { part } = useListFocus(models !== null);
  const leading = useLeading();
  useEffect(() => void loadModels(), []);
  // Which agents answer with them.
  useEffect(() => {
    if (leading) void attempt(loadDeploy);
  }, [leading]);
  if (error)
    return (
      <div className={panes['message']}>
        <ErrorNote error={error} actions={<Button onClick={() => void loadModels()}>Try again</Button>} />
      </div>
    );
  if (!models) return null;
  const at = Math.max(
    0,
    models.findIndex((model) => keyOf(model) === chosen),
  );
  const model = models[at];
  return (
    <div className={panes['panes']}>
      <section ref={part} className={panes['left']} aria-label="Models">
        <ListBox
          label={plural(models.length, 'model')}
          items={models}
          keyOf={keyOf}
          at={at}
          onChoose={(index) => choose(models[index])}
          end={
            <div className={css['more']}>
              <Button onClick={() => setAdding(true)}>Add a model…</Button>
              <p className={css['note']}>
                Models of runs are here by themselves. Add others that you compare or roll out.
              </p>
            </div>
          }
        >
          {(one) => <Line model={one} />}
        </ListBox>
      </section>
      {model ? <ModelDetail key={keyOf(model)} model={model} /> : <Teaches />}
      {adding ? <AddModel onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function Line({ model }: { model: Model }) {
  return (
    <>
      <span className={panes['name']}>{model.name}</span>
      <span className={panes['about']}>{useOrigin(model)}</span>
      {model.status === 'unseen' ? null : <span className={panes['about']}>{endText(model)}</span>}
    </>
  );
}

function Teaches() {
  return (
    <div className={panes['message']}>
      <h2 className={css['title']}>No model yet</h2>
      <p className={css['note']}>
        Whatever a run tunes comes here by itself, with the run and the dataset that made it. Its provider says until
        when it answers.
      </p>
    </div>
  );
}
