/** The threads of Assay. Each is an entry of its own in the bundle (vite.config.ts). */
const folders = {
  maintenance: './store/',
  query: './samples/',
  import: './samples/import/',
  export: './dataset/',
  build: './dataset/',
  datasets: './dataset/',
  tuning: './finetune/',
  run: './finetune/',
  evaluations: './evaluation/',
  answers: './evaluation/',
  experiments: './experiment/',
  sync: './sync/',
};
export type ThreadName = keyof typeof folders;

/** Where a thread's code is: in its feature's folder in the sources, side by side in the bundle. */
export function threadUrl(name: ThreadName): URL {
  if (import.meta.url.endsWith('.ts')) return new URL(`${folders[name]}${name}.worker.ts`, import.meta.url);
  // This module is in an entry or in a chunk; whatever folders the app itself lies in say nothing about that.
  const root = /\/chunks\/[^/]+$/.test(import.meta.url) ? '../' : './';
  return new URL(`${root}${name}.worker.js`, import.meta.url);
}
