import type { Plot, PlotTable, Shape } from '../../shared/plots/plot.ts';
import text from '../styles/text.module.css';
import css from './plot.module.css';

/** A plot as an image with a name; one that stands in a table's row is the row's, and has none. */
export function PlotImage({ plot }: { plot: Plot }) {
  const { width, height, stretches, name, shapes } = plot;
  const drawing = shapes.map((shape, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: shapes have nothing but their place
    <Drawn key={index} shape={shape} />
  ));
  const viewBox = `0 0 ${width} ${height}`;
  return stretches ? (
    <svg className={css['stretched']} viewBox={viewBox} preserveAspectRatio="none" aria-hidden="true">
      {drawing}
    </svg>
  ) : (
    <svg className={css['plot']} viewBox={viewBox} role="img" aria-label={name}>
      {drawing}
    </svg>
  );
}

function Drawn({ shape }: { shape: Shape }) {
  const className = css[shape.look];
  switch (shape.is) {
    case 'path':
      return <path className={className} d={shape.d} />;
    case 'line':
      return <line className={className} x1={shape.x1} x2={shape.x2} y1={shape.y1} y2={shape.y2} />;
    case 'rect':
      return <rect className={className} x={shape.x} y={shape.y} width={shape.width} height={shape.height} />;
    case 'circle':
      return <circle className={className} cx={shape.cx} cy={shape.cy} r={shape.r} />;
    case 'text':
      return (
        <text className={className} x={shape.x} y={shape.y} textAnchor={shape.anchor}>
          {shape.text}
        </text>
      );
  }
}

/** The numbers of a plot for a screen reader. */
export function PlotNumbers({ caption, table }: { caption: string; table: PlotTable }) {
  return (
    <div className={text['hidden']}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([head, ...cells]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              {cells.map((cell, index) => (
                <td key={table.columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
