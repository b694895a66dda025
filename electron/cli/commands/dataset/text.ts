import type { Funnel, FunnelStep, Recipe, Side } from '../../../../shared/domain/dataset.ts';
import type { JobProgress } from '../../../../shared/domain/job.ts';
import { reasonText } from '../../../../shared/rules/reasons.ts';
import type { StoredDataset } from '../../../service/dataset/lockfile/store.ts';
import { columns, count, indented, instant, plural, size } from '../../format.ts';

const stepNames: Record<FunnelStep, string> = {
  collected: 'collected',
  reviewed: 'reviewed',
  resolved: 'resolved',
  approved: 'approved',
  gate: 'past the gate',
  deduplicated: 'after duplicates',
  split: 'in the dataset',
};

/** From collected to dataset, with the reasons of those that stay behind at each step. */
function funnelText(funnel: Funnel): string {
  return columns(
    funnel.flatMap(({ step, count: through, reasons }) => [
      ...Object.entries(reasons).map(([key, number]): [string, number] => [`    ${reasonText(key)}`, number]),
      [stepNames[step], through] as [string, number],
    ]),
  );
}

export function progressText({ done, total, note }: JobProgress): string {
  return total ? `${note}: ${Math.floor((100 * done) / total)} %` : note;
}

export function sidesText(examples: Partial<Record<Side, number>>): string {
  const { train = 0, validation = 0, holdout = 0 } = examples;
  return `${count(train)} to train on, ${count(validation)} for validation, ${count(holdout)} held out`;
}

/** Why a side that has a share in the recipe has no example, or null. */
function emptySideText(
  { split }: Recipe,
  { validation = 0, holdout = 0 }: Partial<Record<Side, number>>,
): string | null {
  const empty = [
    ...(split.validation > 0 && validation === 0 ? ['for validation'] : []),
    ...(split.holdout > 0 && holdout === 0 ? ['held out'] : []),
  ];
  if (empty.length === 0) return null;
  return (
    `None is ${empty.join(' and none ')}: samples stay on the side where an earlier dataset has put them, and a share of ` +
    'few new ones can come to none.'
  );
}

/** A dataset whole. */
export function datasetText({ id, folder, builtAt, manifest }: StoredDataset): string {
  const { recipe, tool, examples, rejected, tokens, files, unformatted, proof } = manifest;
  const unheld = Object.entries(unformatted).flatMap(([format, reasons]) =>
    Object.entries(reasons).map(([reason, number]): [string, number] => [`${format}: ${reasonText(reason)}`, number]),
  );
  const emptySide = emptySideText(recipe, examples);
  return [
    `${recipe.name}  ${id}`,
    `built ${instant(builtAt)} by Assay ${tool.version}, in ${folder}`,
    sidesText(examples) + (rejected > 0 ? `, and ${plural(rejected, 'rejected draft')}` : ''),
    ...(emptySide === null ? [] : [emptySide]),
    `${plural(proof.groups, 'group')} of alike samples and ${plural(proof.prompts, 'prompt')}, each on one side`,
    `${count(tokens.total)} tokens; an example has ${count(tokens.median)} in the middle, ${count(tokens.most)} at most`,
    '',
    indented(funnelText(manifest.funnel)),
    '',
    indented(columns(files.map(({ path, rows, bytes }) => [path, rows, size(bytes)]))),
    ...(unheld.length === 0 ? [] : ['', 'Examples that a format cannot hold:', indented(columns(unheld))]),
  ].join('\n');
}
