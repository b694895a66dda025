import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Funnel, Recipe } from '../../../../shared/domain/dataset.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { isLargeGroup } from '../../../../shared/rules/large-group.ts';
import { reasonText } from '../../../../shared/rules/reasons.ts';
import type { Connection } from '../../store/database.ts';
import { FileReplacement, type Writer } from '../replace.ts';
import { Selection } from '../selection.ts';
import { withSamples } from '../source.ts';
import type { Ledger } from '../split.ts';
import { survey } from '../survey/survey.ts';
import { ledgerFile, readLedger } from './ledger.ts';
import { type Manifest, manifestName, manifestText } from './manifest.ts';
import { DatasetStore, type StoredDataset } from './store.ts';
import { writeDataset } from './write.ts';

export type BuildStep = 'reading' | 'comparing' | 'writing';

export type BuildContext = {
  workspace: string;
  writer: Writer;
  /** Of Assay. */
  version: string;
  /** Told often; throws to stop, and nothing is left then. */
  progress: (step: BuildStep, done: number, total: number) => void;
};

/**
 * Builds a dataset: survey, selection, files, manifest, and its place among the datasets of the workspace.
 *
 * It reads the workspace beside whoever writes it, at one moment. A killed build leaves nothing that counts.
 *
 * @throws AssayError empty when nothing passes; conflict when one group is too large and nobody accepted that, or
 *   another dataset was built meanwhile; as `withSamples` and the file system do
 */
export function buildDataset(recipe: Recipe, context: BuildContext): StoredDataset {
  const store = new DatasetStore(context.workspace, context.writer);
  try {
    const { revision } = store;
    const folder = store.begin();
    try {
      writeWhole(recipe, { file: ledgerFile(context.workspace), read: readLedger }, folder, context);
      return store.commit(folder, revision);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    store.close();
  }
}

/** What tells where samples have been: a file, and how much of it and of the team's counts. */
type KnownSplits = { file: string; read: (db: Connection, size: number) => Ledger };

/** Writes a dataset into an empty folder, manifest last. */
export function writeWhole(recipe: Recipe, ledger: KnownSplits, folder: string, context: BuildContext): Manifest {
  const { workspace, writer, version, progress } = context;
  const manifest = withSamples(
    workspace,
    (source) => {
      const surveyed = survey(source, recipe, {
        reading: (done, total) => progress('reading', done, total),
        comparing: (share) => progress('comparing', share, 1),
      });
      const known = ledger.read(source.db, surveyed.columns.size);
      const selection = new Selection(surveyed, recipe, known);
      refuseUnfit(selection, recipe);
      const step = (done: number, total: number) => progress('writing', done, total);
      return writeDataset({
        source,
        survey: surveyed,
        selection,
        ledger: known,
        recipe,
        version,
        folder,
        writer,
        step,
      });
    },
    ledger.file,
  );
  const file = new FileReplacement(join(folder, manifestName), writer, () => false);
  file.write(manifestText(manifest));
  file.commit();
  return manifest;
}

function refuseUnfit({ funnel, sides, largestGroup }: Selection, { largeGroupAccepted }: Recipe): void {
  const examples = sides.train + sides.validation + sides.holdout;
  if (examples === 0)
    throw new AssayError({
      kind: 'empty',
      message: 'No sample passes: the dataset would be empty.',
      safe: 'Nothing was written.',
      remedy: whatKeepsOut(funnel),
    });
  const largest = largestGroup?.size ?? 0;
  if (largeGroupAccepted || !isLargeGroup(largest, examples)) return;
  throw new AssayError({
    kind: 'conflict',
    message: `${largest} of ${examples} examples are of one conversation or nearly alike.`,
    safe: 'Nothing was written.',
    remedy: 'Leave some of them out, or accept the large group and build again.',
  });
}

/** So many reasons are told, the commonest. */
const toldReasons = 3;

/** Whoever builds by command sees no funnel beside it. */
function whatKeepsOut(funnel: Funnel): string {
  if (!funnel[0]?.count) return 'The filters select no sample: choose others.';
  const reasons = funnel
    .flatMap((step) => Object.entries(step.reasons))
    .sort(([, a], [, b]) => b - a)
    .slice(0, toldReasons)
    .map(([key, lost]) => `${reasonText(key)} (${lost})`);
  return `What keeps most of them out: ${reasons.join('; ')}.`;
}
