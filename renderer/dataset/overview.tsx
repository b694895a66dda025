import { type DatasetCounts, sides } from '../../shared/domain/dataset.ts';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { count, percent, plural } from '../ui/format.ts';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { BarRow, Bars } from './bars.tsx';
import { Coverage } from './coverage.tsx';
import { examplesOf, sideNames } from './formats.ts';
import { Funnel } from './funnel.tsx';
import css from './overview.module.css';
import { list, show, useDataset } from './store.ts';
import { Tokens } from './tokens.tsx';

/** What the plan comes to: how far samples get, on which sides they are, what they are about. */
export function Overview() {
  const region = useEntryFocus<HTMLElement>();
  const counts = useDataset(({ counted }) => counted?.counts ?? null);
  const busy = useDataset(({ share }) => share !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section ref={region} className={css['overview']} tabIndex={0} aria-label="Overview" aria-busy={busy}>
      {counts ? (
        <>
          <div className={css['column']}>
            <h2 className={text['section']}>
              From collected to the dataset<small>a reason leads to its samples</small>
            </h2>
            <Funnel funnel={counts.funnel} onReason={(step, reason) => list({ step, reason })} />
            <p className={css['beside']}>
              Reviewed are those with a label, and those that came with a verdict from before Assay.
            </p>
            <Sides counts={counts} />
          </div>
          <div className={css['column']}>
            <Coverage intents={counts.intents} />
            <Tokens tokens={counts.tokens} />
          </div>
        </>
      ) : null}
    </section>
  );
}

function Sides({ counts }: { counts: DatasetCounts }) {
  const examples = examplesOf(counts.sides);
  if (examples === 0) return <NothingPasses counts={counts} />;
  const { settled, pairs, rejected, clusters } = counts;
  return (
    <>
      <h2 className={text['section']}>
        Sides<small>{plural(examples, 'example')}, split by conversation</small>
      </h2>
      <Bars label="Sides">
        {sides.map((side) => (
          <BarRow
            key={side}
            name={
              <button type="button" className={css['way']} onClick={() => list({ side })}>
                {sideNames[side]}
              </button>
            }
            share={counts.sides[side] / examples}
            beside={percent(counts.sides[side] / examples)}
            value={count(counts.sides[side])}
          />
        ))}
      </Bars>
      {settled > 0 ? (
        <p className={css['beside']}>
          {settled === examples
            ? 'All of them stay'
            : `${plural(settled, 'example')} of them ${settled === 1 ? 'stays' : 'stay'}`}{' '}
          where an earlier dataset has put them; shares and seed are for what is new.
        </p>
      ) : null}
      <p className={css['beside']}>
        {pairs > 0 ? `${plural(pairs, 'correction')} of a weaker draft: a pair to prefer by. ` : null}
        {rejected > 0 ? `${plural(rejected, 'rejected draft')}, for formats that also show what not to say. ` : null}
        {clusters > 0 ? (
          <Button look="quiet" className={css['inline']} onClick={() => show('alike')}>
            {plural(clusters, 'group')} of alike samples
          </Button>
        ) : null}
      </p>
    </>
  );
}

/** The first thing that is missing is what to do next. */
function NothingPasses({ counts: { funnel } }: { counts: DatasetCounts }) {
  const through = Object.fromEntries(funnel.map(({ step, count }) => [step, count]));
  const [title, next] = !through['collected']
    ? ['No sample is selected', 'The plan’s filters fit none. Choose another agent, fewer tags or a longer time.']
    : !through['reviewed']
      ? [
          'Nothing is reviewed yet',
          'A dataset holds what a person has approved. Label some samples; they show here at once.',
        ]
      : [
          'Nothing passes yet',
          'Look at the reasons above: each leads to its samples. A correction that meets the gate lets a sample in.',
        ];
  return (
    <div className={css['nothing']}>
      <h2>{title}</h2>
      <p>{next}</p>
    </div>
  );
}
