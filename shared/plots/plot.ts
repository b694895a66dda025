/** What a shape is drawn as; window and report have a style of each. */
export type Look =
  | 'grid'
  | 'tick'
  | 'value'
  | 'label'
  | 'ribbon'
  | 'line'
  | 'point'
  | 'second'
  | 'second-point'
  | 'second-label'
  | 'whisker'
  | 'bar'
  | 'limit'
  | 'limit-label'
  | 'mark'
  | `score-${1 | 2 | 3 | 4 | 5}`;

export type Anchor = 'start' | 'middle' | 'end';

/** A shape of a plot in its own units, one decimal: the same text wherever it is drawn. */
export type Shape = { look: Look } & (
  | { is: 'path'; d: string }
  | { is: 'line'; x1: number; y1: number; x2: number; y2: number }
  | { is: 'rect'; x: number; y: number; width: number; height: number }
  | { is: 'circle'; cx: number; cy: number; r: number }
  | { is: 'text'; x: number; y: number; anchor: Anchor; text: string }
);

/** A drawing, and what somebody reads who does not see it. The table beside it holds the numbers. */
export type Plot = {
  width: number;
  height: number;
  /** True where it is as wide as its place, and only its height is its own. */
  stretches: boolean;
  name: string;
  shapes: readonly Shape[];
};

/** Numbers for those who do not see the plot, and for those who want them. */
export type PlotTable = { columns: readonly string[]; rows: readonly (readonly string[])[] };

export const tenth = (value: number): number => Math.round(value * 10) / 10;

/** A path through points, as SVG writes it. */
export function through(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${tenth(x)},${tenth(y)}`).join(' ');
}
