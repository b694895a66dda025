import type { Recorded } from '../../../../shared/domain/dataset.ts';
import { reasonKey, reasonText } from '../../../../shared/rules/reasons.ts';
import { recipesDiffer } from '../../../../shared/rules/recipe.ts';
import { summaryOfDiff } from '../../../service/dataset/built.ts';
import { Datasets } from '../../../service/dataset/datasets.ts';
import { runRebuild } from '../../../service/dataset/jobs.ts';
import { DatasetStore, type StoredDataset } from '../../../service/dataset/lockfile/store.ts';
import { verifyDataset } from '../../../service/dataset/lockfile/verify.ts';
import { recordedOf } from '../../../service/dataset/record/recorded.ts';
import { writer } from '../../../service/dataset/writer.ts';
import { reading } from '../../../service/workspace/open.ts';
import { type ExitCode, exit, UsageError } from '../../exit.ts';
import { columns, count, indented, instant, plural } from '../../format.ts';
import { version } from '../../place.ts';
import { type Call, readRecipe } from './recipe.ts';
import { datasetText, progressText, sidesText } from './text.ts';

/** So many differences are told one by one. */
const mostTold = 100;

function withStore<T>(workspace: string, work: (store: DatasetStore) => T): T {
  const store = new DatasetStore(workspace, writer);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

function datasetsNamed({ workspace, named }: Call, wanted: number): StoredDataset[] {
  if (named.length !== wanted)
    throw new UsageError(wanted === 1 ? 'Name one dataset, by its id.' : 'Name two datasets, by their ids.', 'dataset');
  return withStore(workspace, (store) => named.map((id) => store.get(id)));
}

export async function list({ workspace, terminal }: Call): Promise<ExitCode> {
  const { datasets: built, unreadable } = withStore(workspace, (store) => store.list());
  const datasets = withRecorded(workspace, built);
  for (const { folder } of unreadable)
    terminal.note(`The manifest in ${folder} cannot be read: somebody has changed it.`);
  terminal.result({ datasets, unreadable }, () =>
    datasets.length === 0
      ? 'There is no dataset yet: build one.'
      : datasets
          .map(({ id, builtAt, manifest, recorded }) => {
            const { recipe, examples } = manifest;
            return `${id.slice(0, 16)}  ${instant(builtAt)}  ${recipe.name}: ${sidesText(examples)}${recordedTexts[recorded]}`;
          })
          .join('\n'),
  );
  return unreadable.length === 0 ? exit.ok : exit.findings;
}

const recordedTexts: Record<Recorded, string> = {
  none: '',
  waiting: ' (waits to be recorded for the team)',
  recorded: ' (recorded for the team)',
  refused: ' (the team’s server refused it)',
};

function withRecorded(
  workspace: string,
  datasets: readonly StoredDataset[],
): (StoredDataset & { recorded: Recorded })[] {
  return reading(workspace, (work, corpus) => {
    const recorded = recordedOf(work, corpus);
    return datasets.map((dataset) => ({ ...dataset, recorded: recorded(dataset.id) }));
  });
}

export async function show(call: Call): Promise<ExitCode> {
  for (const dataset of datasetsNamed(call, 1)) call.terminal.result(dataset, () => datasetText(dataset));
  return exit.ok;
}

export async function verify(call: Call): Promise<ExitCode> {
  const [dataset] = datasetsNamed(call, 1);
  if (!dataset) return exit.failed;
  const changes = await verifyDataset(dataset, (read, total) =>
    call.terminal.progress(`reading: ${Math.floor((100 * read) / (total || 1))} %`),
  );
  call.terminal.result({ id: dataset.id, changes }, () =>
    changes.length === 0
      ? `${plural(dataset.manifest.files.length, 'file')}, all as they were built.`
      : changes.map(({ path, what }) => `${what.padEnd(8)} ${path}`).join('\n'),
  );
  return changes.length === 0 ? exit.ok : exit.findings;
}

export async function rebuild(call: Call): Promise<ExitCode> {
  const { workspace, terminal } = call;
  const [dataset] = datasetsNamed(call, 1);
  if (!dataset) return exit.failed;
  const { result } = runRebuild(workspace, dataset.id, version(), (told) => terminal.progress(progressText(told)));
  const rebuilt = await result;
  terminal.result({ id: dataset.id, ...rebuilt }, () => {
    if (rebuilt.same) return 'The same dataset, byte by byte.';
    const by = rebuilt.version === null ? '' : ` It was built by Assay ${rebuilt.version}.`;
    return `What is here now gives another dataset.${by}\n${indented(rebuilt.differing.join('\n'))}`;
  });
  return rebuilt.same ? exit.ok : exit.findings;
}

/** The ledger keeps what it held: nothing that was held out becomes training data by this. */
export async function remove({ workspace, terminal, named }: Call): Promise<ExitCode> {
  const [id] = named;
  if (!id || named.length > 1) throw new UsageError('Name one dataset, by its id.', 'dataset');
  withStore(workspace, (store) => store.remove(id));
  terminal.result({ removed: id }, () => 'Removed. What it held out stays held out.');
  return exit.ok;
}

export async function diff(call: Call): Promise<ExitCode> {
  const [before, after] = datasetsNamed(call, 2);
  if (!before || !after) return exit.failed;
  const found = summaryOfDiff(before, after, call.terminal.json ? Number.POSITIVE_INFINITY : mostTold);
  const { came, left, changed, because, differences } = found;
  const recipes = recipesDiffer(found.recipe);
  call.terminal.result(found, () => {
    const reasons = Object.entries(because).map(([key, number]): [string, number] => {
      // A reason may have a colon of its own: which criterion it was.
      const [what = '', ...reason] = key.split(':');
      return [`${what === 'came' ? 'came, was' : what} ${reasonText(reason.join(':'))}`, number];
    });
    const rest = came + left + changed - differences.length;
    return [
      ...(recipes === null ? [] : [recipes]),
      `${count(came)} came in, ${count(left)} left, ${count(changed)} changed`,
      ...(reasons.length === 0 ? [] : [indented(columns(reasons))]),
      ...differences.map(
        ({ sample, what, because: why }) => `${what.padEnd(7)} ${sample}  (${why.map(reasonText).join(', ')})`,
      ),
      ...(rest > 0 ? [`and ${count(rest)} more; --json tells all`] : []),
    ].join('\n');
  });
  return exit.ok;
}

export async function why({ workspace, terminal, values, named }: Call): Promise<ExitCode> {
  const [sampleId] = named;
  if (!sampleId || named.length > 1) throw new UsageError('Name one sample, by its id.', 'dataset');
  const recipe = readRecipe(workspace, values);
  const datasets = new Datasets(workspace, () => {});
  const fate = await datasets.ask('fate', { recipe, sampleId }).finally(() => datasets.close());
  terminal.result({ sampleId, fate }, () => {
    if (!fate) return `There is no sample ${sampleId} in this workspace.`;
    if (fate.as === 'unselected') return 'Out: the filters do not select it.';
    if (fate.as !== 'out')
      return fate.as === 'chosen'
        ? `In, on the side ${fate.side}.`
        : `In as a rejected draft, on the side ${fate.side}.`;
    return ['Out:', ...fate.reasons.map((reason) => `  ${sentence(reason)}`)].join('\n');
  });
  return fate && fate.as !== 'out' && fate.as !== 'unselected' ? exit.ok : exit.findings;
}

function sentence(reason: { code: string }): string {
  const text = reasonText(reasonKey(reason));
  return 'of' in reason ? `${text} (${String(reason.of)} stays)` : text;
}
