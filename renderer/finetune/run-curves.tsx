import type { RunMetric } from '../../shared/domain/run.ts';
import { curveCaption, curvePlot, curveTable, curveTitles, type Measure, measures } from '../../shared/plots/curves.ts';
import { PlotImage, PlotNumbers } from '../readiness/plot.tsx';
import text from '../styles/text.module.css';
import css from './run-curves.module.css';

/** How loss and accuracy went, of training and of validation; nothing before the first step was told. */
export function RunCurves({ metrics }: { metrics: readonly RunMetric[] }) {
  if (measures.every((measure) => curvePlot(metrics, measure) === null)) return null;
  return (
    <div className={css['curves']}>
      {measures.map((measure) => (
        <Curve key={measure} metrics={metrics} measure={measure} />
      ))}
    </div>
  );
}

function Curve({ metrics, measure }: { metrics: readonly RunMetric[]; measure: Measure }) {
  const plot = curvePlot(metrics, measure);
  if (plot === null) return null;
  return (
    <section aria-label={curveTitles[measure]}>
      <h3 className={text['section']}>
        {curveTitles[measure]}
        <small>{curveCaption(metrics, measure)}</small>
      </h3>
      <PlotImage plot={plot} />
      <PlotNumbers caption={curveTitles[measure]} table={curveTable(metrics, measure)} />
    </section>
  );
}
