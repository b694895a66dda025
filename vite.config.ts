import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** Entries of the main process. A worker is an entry of its own, beside the module that starts it. */
const mainEntries = {
  main: at('electron/main.ts'),
  cli: at('electron/cli.ts'),
  'maintenance.worker': at('electron/service/store/maintenance.worker.ts'),
  'query.worker': at('electron/service/samples/query.worker.ts'),
  'import.worker': at('electron/service/samples/import/import.worker.ts'),
  'export.worker': at('electron/service/dataset/export.worker.ts'),
  'build.worker': at('electron/service/dataset/build.worker.ts'),
  'datasets.worker': at('electron/service/dataset/datasets.worker.ts'),
  'tuning.worker': at('electron/service/finetune/tuning.worker.ts'),
  'run.worker': at('electron/service/finetune/run.worker.ts'),
  'evaluations.worker': at('electron/service/evaluation/evaluations.worker.ts'),
  'answers.worker': at('electron/service/evaluation/answers.worker.ts'),
  'experiments.worker': at('electron/service/experiment/experiments.worker.ts'),
  'sync.worker': at('electron/service/sync/sync.worker.ts'),
};

/** The main process shares out/ with the other outputs and may not empty it. An older build's chunks would be packed. */
const freshChunks: Plugin = {
  name: 'fresh-chunks',
  applyToEnvironment: ({ name }) => name === 'main',
  renderStart: () => rmSync(at('out/chunks'), { recursive: true, force: true }),
};

/** One build, three outputs: the sandboxed page, the main process (ESM) and the preload (CJS: a sandboxed one cannot be ESM). */
export default defineConfig({
  root: 'renderer',
  plugins: [react(), freshChunks],
  builder: {},
  // The window shows nothing but app://assay: assets are found from the root of that origin.
  base: '/',
  css: { transformer: 'lightningcss' },
  environments: {
    client: {
      build: {
        outDir: at('out/renderer'),
        emptyOutDir: true,
        license: { fileName: 'licenses.md' },
        target: 'chrome150',
        assetsInlineLimit: 0,
        // Read from the disk, one page: nothing would be gained by cutting it up.
        chunkSizeWarningLimit: 1_000,
        modulePreload: false,
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', 'better-sqlite3'] },
      build: {
        outDir: at('out'),
        emptyOutDir: false,
        target: 'node24',
        minify: false,
        sourcemap: true,
        // What is bundled may be passed on only together with its license.
        license: { fileName: 'licenses.md' },
        ssr: true,
        rolldownOptions: {
          input: mainEntries,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: at('out'),
        emptyOutDir: false,
        target: 'chrome150',
        minify: false,
        ssr: true,
        rolldownOptions: {
          input: { preload: at('electron/preload.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
});
