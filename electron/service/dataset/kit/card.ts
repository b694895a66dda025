import { type FormatId, sides } from '../../../../shared/domain/dataset.ts';
import { reasonText } from '../../../../shared/rules/reasons.ts';
import { formats } from '../formats/formats.ts';
import { ledgerName, leftOutName, lineageName } from '../lockfile/lineage.ts';
import { manifestName } from '../lockfile/manifest.ts';
import { cardOrigin } from './card-origin.ts';
import { type Content, filesOf, type TextFile } from './content.ts';
import { figure, markdown, plural, table } from './escape.ts';
import { configurations, formatsOf, frontMatter } from './front-matter.ts';
import { sumsName } from './sums.ts';

/** More intents than a person reads are in the manifest. */
const mostIntents = 50;

/**
 * The card of a dataset: what it is, how it came about, how to check it, and what not to do with it. All of it is in the
 * manifest too, so that the same dataset has the same card; which version of Assay built it, the manifest alone says, and a
 * later one that writes the same data writes the same card.
 *
 * @param kit whether recipes lie beside it
 */
export function card(content: Content, kit: boolean): TextFile {
  const sections = [
    `# ${markdown(content.manifest.recipe.name)}`,
    'Conversations of an AI support agent, reviewed by people, as fine-tuning data. Built by Assay.',
    `**Do not train on the split \`holdout\`.** It is there to judge the model that was trained on the other two: a model that has
seen it cannot be judged by it any more, and neither can those that are trained from that one.`,
    ...inside(content),
    ...cardOrigin(content),
    ...around(kit),
  ];
  return { path: 'README.md', text: `---\n${frontMatter(content)}---\n\n${sections.join('\n\n')}\n` };
}

function inside(content: Content): string[] {
  const { manifest } = content;
  const { examples, rejected, tokens, unformatted, intents } = manifest;
  const rows = formatsOf(content).map((format) => {
    const files = filesOf(manifest, format);
    return [`\`${format}\``, ...sides.map((side) => files.find((file) => file.side === side)?.rows ?? 0)];
  });
  const unheld = Object.entries(unformatted).flatMap(([format, reasons]) =>
    Object.entries(reasons).map(([reason, count]) => [`\`${format}\`: ${reasonText(reason)}`, count]),
  );
  const byExamples = intents.toSorted((a, b) => b.examples - a.examples);
  const shownIntents = byExamples.slice(0, mostIntents).map(({ intent, examples: those, collected }) => {
    return [intent === null ? 'none given' : markdown(intent), those, collected];
  });
  return [
    '## What is in it',
    table(
      ['', 'examples'],
      [
        ['`train`', examples.train ?? 0],
        ['`validation`', examples.validation ?? 0],
        ['`holdout`', examples.holdout ?? 0],
        ['rejected drafts, only as what not to say', rejected],
      ],
    ),
    `Together ${plural(tokens.total, 'token')} of o200k_base with the overhead of a chat: ${figure(tokens.median)} in the middle, ${figure(tokens.p95)} at the
95th percentile, ${figure(tokens.most)} at most.`,
    'Each format has a folder, and each side is a split:',
    table(['format', ...sides.map((side) => `\`${side}\``)], rows),
    loading(content),
    ...(unheld.length > 0 ? ['Examples that a format cannot hold:', table(['', 'examples'], unheld)] : []),
    ...(shownIntents.length > 0
      ? ['Intents, as the conversations came with them:', table(['intent', 'examples', 'collected'], shownIntents)]
      : []),
    ...(byExamples.length > mostIntents
      ? [`And ${figure(byExamples.length - mostIntents)} more, in \`${manifestName}\`.`]
      : []),
  ];
}

/** How `datasets` reads the formats: those of the front matter by name, the others by file. */
function loading(content: Content): string {
  const written = formatsOf(content);
  const named = configurations(written);
  const byFile = written.filter((format) => !named.includes(format));
  const line = (format: FormatId) => {
    const options = format === 'csv' ? ', keep_default_na=False' : '';
    const [file] = filesOf(content.manifest, format);
    return `load_dataset("${formats[format].container}", data_files="path/of/this/folder/${file?.path}"${options})`;
  };
  return [
    '```python',
    'from datasets import load_dataset  # 4.7 or newer',
    '',
    ...named.map((format) => `load_dataset("path/of/this/folder", "${format}")`),
    ...byFile.map(line),
    '```',
  ].join('\n');
}

function around(kit: boolean): string[] {
  const files = [
    [
      manifestName,
      'the recipe, the counts, and the SHA-256 of every other file; its own SHA-256 is the id of the dataset',
    ],
    [sumsName, 'the same hashes, for `sha256sum`'],
    [
      lineageName,
      'a record for each sample in the dataset: its side, its row in each file, and the labels that say so',
    ],
    [leftOutName, 'a record for each sample that somebody reviewed and that stayed out, with every reason'],
    [
      ledgerName,
      'on which side earlier datasets have put samples and prompts: what was held out once is never trained on',
    ],
    ...(kit ? [['kit/', 'recipes for trainers, with the commands in `kit/README.md`']] : []),
  ];
  return [
    '## Beside the data',
    files.map(([name, text]) => `- \`${name}\`: ${text}`).join('\n'),
    '## How to check it',
    `Without Assay: \`sha256sum -c ${sumsName}\` finds every file that was changed, and the first sixteen digits of
\`sha256sum ${manifestName}\` are the name that the folder was built with.`,
    `With Assay: \`assay dataset verify\` finds those that were added too, and \`assay dataset rebuild\` builds the dataset again from
its workspace and compares the bytes.`,
    '## License and language',
    'Neither is stated: whose texts these are, and in which languages, is for those to say who pass them on.',
  ];
}
