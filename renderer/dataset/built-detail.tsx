import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { BuiltDataset, Recorded } from '../../shared/domain/dataset.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import text from '../styles/text.module.css';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { dateTime, plural } from '../ui/format.ts';
import { reveal } from '../ui/job-actions.ts';
import { attempt } from '../ui/notice.tsx';
import css from './built-detail.module.css';
import { BuiltFiles } from './built-files.tsx';
import { BuiltRecipe } from './built-recipe.tsx';
import { Comparison } from './comparison.tsx';
import { sidesText } from './formats.ts';
import { Funnel } from './funnel.tsx';
import { RemoveDataset } from './remove-dataset.tsx';
import { Today } from './today.tsx';
import { Tokens } from './tokens.tsx';

type BuiltDetailProps = { dataset: BuiltDataset; datasets: readonly BuiltDataset[]; removed: () => void };

/** One dataset: what it holds, whether it is whole, and how it differs from others and from today. */
export function BuiltDetail({ dataset, datasets, removed }: BuiltDetailProps) {
  const { id, name, folder, builtAt, version, examples, rejected } = dataset;
  const [verifying, setVerifying] = useState(false);
  const [found, setFound] = useState<CallOutput<'dataset.verify'>['changes'] | null>(null);
  const verify = async () => {
    setVerifying(true);
    try {
      setFound((await ask('dataset.verify', { id })).changes);
    } finally {
      setVerifying(false);
    }
  };
  useEffect(() => {
    if (found)
      announce(
        found.length === 0
          ? 'All files are as they were built'
          : `${plural(found.length, 'file')} ${found.length === 1 ? 'differs' : 'differ'}`,
      );
  }, [found]);
  useCommands({ 'dataset.verify': () => (verifying ? undefined : void attempt(verify)) });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className={css['detail']} tabIndex={0} aria-labelledby="built-name">
      <h2 id="built-name" className={css['title']}>
        {name}
      </h2>
      <p className={css['about']}>
        Built {dateTime(builtAt)} by Assay {version}: {sidesText(examples)}
        {rejected > 0 ? `, and ${plural(rejected, 'rejected draft')}` : ''}.{recordedTexts[dataset.recorded]}
      </p>
      <p className={css['id']}>{id}</p>
      <div className={css['actions']}>
        <Button disabled={verifying} onClick={() => void attempt(verify)}>
          {verifying ? 'Reading every file…' : 'Verify'} <Key command="dataset.verify" />
        </Button>
        <Button onClick={() => void attempt(() => reveal(folder))}>Show in folder</Button>
        <RemoveDataset dataset={dataset} removed={removed} />
      </div>
      {dataset.erased > 0 ? (
        <p className={css['erased']}>
          Your team has erased {plural(dataset.erased, 'sample')} of it since. A dataset is never changed: remove it,
          and build again.
        </p>
      ) : null}
      {found ? <Verified changes={found} files={dataset.files.length} /> : null}
      <Today dataset={dataset} />
      <Comparison dataset={dataset} datasets={datasets} />
      <BuiltFiles dataset={dataset} />
      <h3 className={text['section']}>From collected to the dataset</h3>
      <Funnel funnel={dataset.funnel} />
      <Tokens tokens={dataset.tokens} />
      <BuiltRecipe recipe={dataset.recipe} />
    </section>
  );
}

const recordedTexts: Record<Recorded, string> = {
  none: '',
  waiting: ' It waits to be recorded for your team.',
  recorded: ' It is recorded for your team.',
  refused: ' Your team’s server refused to record it: the Team page says why.',
};

const changeNames = { missing: 'is missing', changed: 'was changed', added: 'was added' } as const;

function Verified({ changes, files }: { changes: CallOutput<'dataset.verify'>['changes']; files: number }) {
  if (changes.length === 0)
    return <p className={css['whole']}>{plural(files, 'file')}, all as they were built: every SHA-256 agrees.</p>;
  return (
    <div className={css['differs']}>
      <p>
        It is not as it was built. Do not train on it: build again from the same labels, which gives the same files.
      </p>
      <ul>
        {changes.map(({ path, what }) => (
          <li key={path}>
            <code>{path}</code> {changeNames[what]}
          </li>
        ))}
      </ul>
    </div>
  );
}
