import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { DatasetSample } from '../../shared/domain/dataset.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useInfo } from '../stores/workspace.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { useListFocus } from '../ui/use-list-focus.ts';
import { keyOf, listOptions } from './listed.ts';
import { SamplePane } from './sample-pane.tsx';
import css from './samples.module.css';
import { askFor, list, useDataset } from './store.ts';
import { type AskPage, usePages } from './use-pages.ts';
import { fateWords } from './why.ts';

/** So near to the last row that is here, the next page is fetched. */
const ahead = 20;

/** Samples by what becomes of them, and of each one why. */
export function SamplesView() {
  const counted = useDataset((dataset) => dataset.counted);
  const listed = useDataset((dataset) => dataset.listed);
  const asked = useDataset((dataset) => dataset.asked);
  const { found, error, more } = usePages(
    counted?.recipe,
    useCallback<AskPage<DatasetSample>>(
      async (recipe, part) => {
        const { total, samples } = await ask('dataset.samples', { recipe, of: listed, ...part });
        return { total, items: samples };
      },
      [listed],
    ),
  );
  const { part } = useListFocus(found !== null && found.total > 0);
  const [at, setAt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its first row
  useEffect(() => setAt(0), [listed]);
  const index = Math.min(at, Math.max(0, (found?.items.length ?? 0) - 1));
  const chosen = asked ?? found?.items[index]?.sampleId ?? null;

  function choose(next: number) {
    setAt(next);
    useDataset.setState({ asked: null });
    if (found && next >= found.items.length - ahead) more();
  }

  return (
    <div className={css['samples']}>
      <section ref={part} className={panes['left']} aria-label="Samples by what becomes of them">
        <div className={css['tools']}>
          <ListChoice />
          <AskField />
        </div>
        {error ? <ErrorNote error={error} /> : null}
        {found?.total === 0 ? <p className={css['none']}>None.</p> : null}
        {found && found.total > 0 ? (
          <ListBox
            label={plural(found.total, 'sample')}
            items={found.items}
            keyOf={({ sampleId }) => sampleId}
            at={index}
            onChoose={choose}
            className={css['list']}
            end={
              found.items.length < found.total ? (
                <Button look="quiet" className={panes['more']} onClick={more}>
                  {count(found.total - found.items.length)} more
                </Button>
              ) : null
            }
          >
            {(sample) => <Line sample={sample} />}
          </ListBox>
        ) : null}
      </section>
      {counted && chosen !== null ? <SamplePane recipe={counted.recipe} sampleId={chosen} /> : null}
    </div>
  );
}

function Line({ sample }: { sample: DatasetSample }) {
  const rubric = useInfo((info) => info.rubric);
  return (
    <>
      <span className={panes['line']}>{sample.query}</span>
      {/* On a side all rows would say the same. */}
      {sample.fate.as === 'chosen' ? null : <span className={panes['about']}>{fateWords(sample.fate, rubric)}</span>}
      <span className={css['sample']}>
        <code>{sample.sampleId}</code> {sample.intent ?? 'no intent'}
      </span>
    </>
  );
}

/** Which list is shown; a group of alike samples comes from elsewhere and stands as a choice of its own. */
function ListChoice() {
  const funnel = useDataset(({ counted }) => counted?.counts.funnel);
  const listed = useDataset((dataset) => dataset.listed);
  const rubric = useInfo((info) => info.rubric);
  const groups = funnel ? listOptions(funnel, rubric) : [];
  const all = groups.flatMap(({ options }) => options);
  const value = keyOf(listed);
  const known = all.some((option) => option.value === value);
  return (
    <select
      className={css['choice']}
      aria-label="Which samples"
      value={value}
      onChange={({ target }) => {
        const option = all.find((one) => one.value === target.value);
        if (option) list(option.of);
      }}
    >
      {known ? null : <option value={value}>{'group' in listed ? 'The largest group' : 'None any more'}</option>}
      {groups.map(({ title, options }) => (
        <optgroup key={title} label={title}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

/** Any sample by its id: why it is in, or why it is out. */
function AskField() {
  const asking = useDataset((dataset) => dataset.asking);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!asking) return;
    field.current?.focus();
    field.current?.select();
    useDataset.setState({ asking: false });
  }, [asking]);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed.trim() === '') return;
    askFor(typed.trim());
    useDataset.setState({ answering: true });
  }
  return (
    <form className={css['ask']} onSubmit={submit}>
      <input
        ref={field}
        className={css['id']}
        aria-label="Ask about a sample, by its id"
        placeholder="Why is it in or out? Sample id"
        value={typed}
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="submit">
        Ask <Key command="dataset.ask" />
      </Button>
    </form>
  );
}
