import type { BarRow } from '../../../../shared/plots/bars.ts';
import type { Plot, PlotTable, Shape } from '../../../../shared/plots/plot.ts';
import { type Html, html } from './html.ts';

export function plotHtml({ width, height, stretches, name, shapes }: Plot): Html {
  const viewBox = `0 0 ${width} ${height}`;
  const drawn = shapes.map(shapeHtml);
  return stretches
    ? html`<svg class="stretched" viewBox="${viewBox}" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`
    : html`<svg class="plot" viewBox="${viewBox}" width="${width}" height="${height}" role="img" aria-label="${name}">${drawn}</svg>`;
}

function shapeHtml(shape: Shape): Html {
  const { look } = shape;
  switch (shape.is) {
    case 'path':
      return html`<path class="${look}" d="${shape.d}"/>`;
    case 'line':
      return html`<line class="${look}" x1="${shape.x1}" x2="${shape.x2}" y1="${shape.y1}" y2="${shape.y2}"/>`;
    case 'rect':
      return html`<rect class="${look}" x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}"/>`;
    case 'circle':
      return html`<circle class="${look}" cx="${shape.cx}" cy="${shape.cy}" r="${shape.r}"/>`;
    case 'text':
      return html`<text class="${look}" x="${shape.x}" y="${shape.y}" text-anchor="${shape.anchor}">${shape.text}</text>`;
  }
}

/** The numbers of a plot, folded away until somebody wants them. */
export function numbersHtml(caption: string, { columns, rows }: PlotTable): Html {
  const heads = columns.map((column) => html`<th scope="col">${column}</th>`);
  const lines = rows.map(([head = '', ...cells]) => {
    const data = cells.map((cell) => html`<td>${cell}</td>`);
    return html`<tr><th scope="row">${head}</th>${data}</tr>`;
  });
  return html`<details><summary>Numbers</summary>
<table class="numbers"><caption>${caption}</caption><thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></details>`;
}

export function barsHtml(rows: readonly BarRow[], columns: readonly string[]): Html {
  const [name = '', value = '', note] = columns;
  const lines = rows.map((row) => {
    const last = note === undefined ? null : html`<td class="need">${row.note}</td>`;
    return html`<tr><th scope="row"><bdi>${row.name}</bdi></th><td>${plotHtml(row.plot)}</td><td class="value">${row.value}</td>${last}</tr>`;
  });
  const last = note === undefined ? null : html`<th scope="col">${note}</th>`;
  return html`<table class="bars"><colgroup><col class="names"><col><col class="values">${note === undefined ? null : html`<col class="needs">`}</colgroup><thead class="hidden"><tr><th scope="col">${name}</th><td></td><th scope="col">${value}</th>${last}</tr></thead>
<tbody>${lines}</tbody></table>`;
}
