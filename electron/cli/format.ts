export const count = (value: number): string => value.toLocaleString('en-US');

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Bytes in decimal units, as file managers show them. */
export function size(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}

/** An instant in the reader's own time. */
export function instant(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** Rows of name, figure and remark in columns; figures stand right-aligned, texts of a figure's place do not count. */
export function columns(rows: readonly (readonly [name: string, figure: number | string, remark?: string])[]): string {
  const name = Math.max(...rows.map(([label]) => label.length));
  const figures = rows.flatMap(([, figure]) => (typeof figure === 'number' ? [count(figure).length] : []));
  const width = Math.max(0, ...figures);
  return rows
    .map(([label, figure, remark]) => {
      const value = typeof figure === 'number' ? count(figure).padStart(width) : figure;
      return `${label.padEnd(name)}  ${value}${remark ? `  ${remark}` : ''}`;
    })
    .join('\n');
}

export const indented = (text: string): string => text.replace(/^/gm, '  ');
