import type { Bench } from './bench.ts';

/** Every bench by its name; a bench is loaded when it runs. */
export const benches: Readonly<Record<string, () => Promise<{ bench: Bench }>>> = {
  commit: () => import('./benches/commit.ts'),
  'commit-import': () => import('./benches/commit-import.ts'),
  'commit-pull': () => import('./benches/commit-pull.ts'),
  'commit-build': () => import('./benches/commit-build.ts'),
  import: () => import('./benches/import.ts'),
  export: () => import('./benches/export.ts'),
  dataset: () => import('./benches/dataset.ts'),
  search: () => import('./benches/search.ts'),
  start: () => import('./benches/start.ts'),
  label: () => import('./benches/label.ts'),
  sync: () => import('./benches/sync.ts'),
  'tune-upload': () => import('./benches/tune-upload.ts'),
  'tune-evaluation': () => import('./benches/tune-evaluation.ts'),
  'tune-dashboard': () => import('./benches/tune-dashboard.ts'),
  'tune-labels': () => import('./benches/tune-labels.ts'),
};
