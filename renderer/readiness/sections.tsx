import { useState } from 'react';
import type { ApprovalFinding, CoverageFinding, Readiness } from '../../shared/domain/readiness.ts';
import { approvalCaption, approvalPlot, approvalTable, leftOutText } from '../../shared/plots/approval.ts';
import { type BarRow, coverageCaption, coverageRows, funnelRows } from '../../shared/plots/bars.ts';
import { scoredLabels, scorePlots, scoresCaption, scoresTable } from '../../shared/plots/scores.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { plural } from '../ui/format.ts';
import { PlotImage, PlotNumbers } from './plot.tsx';
import { Section } from './section.tsx';
import css from './sections.module.css';

export function Approval({ finding }: { finding: ApprovalFinding }) {
  const plot = approvalPlot(finding);
  const caption = approvalCaption(finding);
  const leftOut = leftOutText(finding);
  return (
    <Section id="approval" title="Production approval" small={caption}>
      {plot ? (
        <>
          <PlotImage plot={plot} />
          <PlotNumbers caption={`Production approval, ${caption}`} table={approvalTable(finding)} />
        </>
      ) : (
        <p className={css['empty']}>
          No label says anything about production yet. It takes first-pass labels in random order: choose “Order:
          random” on the labeling screen.
        </p>
      )}
      {leftOut === null ? null : <p className={css['note']}>{leftOut}</p>}
    </Section>
  );
}

export function Scores({ scores }: Pick<Readiness, 'scores'>) {
  const caption = scoresCaption(scores);
  if (scoredLabels(scores) === 0)
    return (
      <Section id="scores" title="Scores">
        <p className={css['empty']}>No label is resolved yet.</p>
      </Section>
    );
  return (
    <Section id="scores" title="Scores" small={caption}>
      <div className={css['scores']}>
        {scorePlots(scores).map(({ scale, title, plot }) => (
          <div key={scale}>
            <h3 className={css['scale']}>{title}</h3>
            <PlotImage plot={plot} />
          </div>
        ))}
      </div>
      <PlotNumbers caption={`Scores ${caption}`} table={scoresTable(scores)} />
    </Section>
  );
}

/** So many are seen at a glance; the rest are a key away. */
const mostAtOnce = 12;

export function Coverage({ finding }: { finding: CoverageFinding }) {
  const [all, setAll] = useState(false);
  const rows = coverageRows(finding);
  const shown = all ? rows : rows.filter(({ note }, index) => index < mostAtOnce || note !== null);
  const hidden = rows.length - shown.length;
  return (
    <Section id="coverage" title="Coverage by intent" small={coverageCaption}>
      {rows.length === 0 ? (
        <p className={css['empty']}>No sample names an intent.</p>
      ) : (
        <Bars
          rows={shown}
          columns={['Intent', 'Share of the dataset', shown.some(({ note }) => note !== null) ? 'Needs' : undefined]}
        />
      )}
      {hidden > 0 ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show {plural(hidden, 'more intent')}, none of them thin
        </Button>
      ) : null}
    </Section>
  );
}

export function Funnel({ funnel }: Pick<Readiness, 'funnel'>) {
  return (
    <Section id="funnel" title="From collected to exported" small="samples">
      <Bars short rows={funnelRows(funnel)} columns={['Step', 'Samples', undefined]} />
    </Section>
  );
}

type BarsProps = {
  rows: readonly BarRow[];
  columns: readonly [name: string, value: string, note: string | undefined];
  /** The names are short, and leave more to the bars. */
  short?: boolean;
};

/** Bars that are rows of a table: whoever does not see them reads the same numbers. */
function Bars({ rows, columns, short = false }: BarsProps) {
  const [name, value, note] = columns;
  return (
    <table className={classes(css['bars'], short && css['short'])}>
      <colgroup>
        <col className={css['names']} />
        <col />
        <col className={css['values']} />
        {note === undefined ? null : <col className={css['needs']} />}
      </colgroup>
      <thead className={css['heads']}>
        <tr>
          <th scope="col">{name}</th>
          <td />
          <th scope="col">{value}</th>
          {note === undefined ? null : <th scope="col">{note}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.name}</th>
            <td className={css['track']}>
              <PlotImage plot={row.plot} />
            </td>
            <td className={css['value']}>{row.value}</td>
            {note === undefined ? null : <td className={css['need']}>{row.note}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
