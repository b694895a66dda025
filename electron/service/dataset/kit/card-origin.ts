import type { FunnelStep } from '../../../../shared/domain/dataset.ts';
import { reasonText } from '../../../../shared/rules/reasons.ts';
import type { Manifest } from '../lockfile/manifest.ts';
import type { Content } from './content.ts';
import { figure, markdown, plural, table } from './escape.ts';

const steps: Record<FunnelStep, string> = {
  collected: 'collected',
  reviewed: 'reviewed by a person',
  resolved: 'with a verdict that stands',
  approved: 'approved',
  gate: 'past the gate',
  deduplicated: 'after duplicates',
  split: 'in the dataset',
};

/** How a dataset came about: its recipe in words, and what became of personal data. */
export function cardOrigin({ manifest }: Content): string[] {
  const { recipe, funnel } = manifest;
  return [
    '## How it was made',
    [
      ...filters(manifest),
      gate(manifest),
      ...choices(manifest),
      duplicates(manifest),
      split(manifest),
      prompts(manifest),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
    'How far samples came, and why others did not; one sample may have several reasons:',
    table(
      ['', 'samples'],
      funnel.flatMap(({ step, count, reasons }) => [
        ...Object.entries(reasons).map(([key, number]) => [`left behind: ${reasonText(key)}`, number]),
        [`**${steps[step]}**`, count],
      ]),
    ),
    '## Personal data',
    personalData(recipe.personalData),
    `What nobody recognised may still be there, and \`lineage.jsonl\` names the people who labeled, by their ids. Treat the dataset
as personal data of customers and colleagues unless somebody has made sure that it is none.`,
  ];
}

function filters({ recipe }: Manifest): string[] {
  const { agent, tags, from, to } = recipe.filters;
  return [
    `Agent: ${agent === null ? 'all' : markdown(agent)}. Tags: ${tags.length === 0 ? 'any' : `all of ${tags.map(markdown).join(', ')}`}.`,
    ...(from === null && to === null
      ? []
      : [
          `Created ${from === null ? '' : `from ${markdown(from)} `}${to === null ? '' : `to ${markdown(to)}, exclusive`}`.trim() +
            '.',
        ]),
  ];
}

function gate({ recipe, rubricVersions }: Manifest): string {
  const { approvedOnly, minOverall, minCriterion } = recipe.gate;
  const versions =
    rubricVersions.length === 0 ? '' : ` Rubric: ${rubricVersions.map((version) => `version ${version}`).join(', ')}.`;
  return `Gate: ${approvedOnly ? 'approved by a reviewer' : 'approved or not'}, overall ${minOverall} or better and every criterion ${minCriterion} or better, of the text that is trained on.${versions}`;
}

function choices({ recipe }: Manifest): string[] {
  const { keep, leaveOut } = recipe.choices;
  return [
    ...(keep.length + leaveOut.length === 0
      ? []
      : [
          `By choice of a lead, whatever the rules for duplicates say: ${figure(keep.length)} kept, ${figure(leaveOut.length)} left out.`,
        ]),
    ...(recipe.maxTokens === null ? [] : [`Examples of more than ${plural(recipe.maxTokens, 'token')} stay out.`]),
  ];
}

function duplicates({ recipe, largestGroup }: Manifest): string {
  const near =
    recipe.nearDuplicates === 'keep_best'
      ? 'of samples with nearly the same prompt one stays, the best judged'
      : 'samples with nearly the same prompt all stay';
  return `Duplicates: exact copies and answers that conflict go; ${near}. The largest group of alike examples or of one conversation has ${figure(largestGroup)}.`;
}

function split({ recipe, proof }: Manifest): string {
  const { seed, validation, holdout } = recipe.split;
  const percent = (share: number) => `${figure(Math.round(share * 1000) / 10)} %`;
  return `Split: whole conversations, together with those that say nearly the same, by chance from the seed ${seed}: ${percent(validation)} for validation, ${percent(holdout)} held out, the rest to train on; what an earlier dataset has put on a side stays there. Proved while writing: each of ${plural(proof.groups, 'group')} and each of ${plural(proof.prompts, 'prompt')} is on one side.`;
}

function prompts({ recipe }: Manifest): string {
  const agents = Object.keys(recipe.systemPrompts).sort();
  if (agents.length === 0) return 'System prompts: none given.';
  return `System prompts: given for ${agents.map(markdown).join(', ')}; their texts are in the manifest.`;
}

function personalData({ kinds, patterns, allow, leave }: Manifest['recipe']['personalData']): string {
  const sought = [...kinds, ...patterns.map(({ name }) => markdown(name))];
  if (sought.length === 0) return 'Nothing was done about personal data.';
  const stay = allow.length + leave.length;
  return `What looked like one of these was replaced by a token such as \`[NAME_1]\`, the same one in a whole conversation: ${sought.join(', ')}.${stay === 0 ? '' : ` Let stay by a person: ${plural(stay, 'value')}.`} How many places that were, \`lineage.jsonl\` tells by sample.`;
}
