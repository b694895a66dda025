import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { Fate, FormatId, Recipe } from '../../shared/domain/dataset.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { useInfo } from '../stores/workspace.ts';
import { breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { attempt } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useCopy } from '../ui/use-copy.ts';
import { formatGroups, formatNames } from './formats.ts';
import css from './line-view.module.css';
import { prettyLine } from './pretty-line.ts';
import { reasonSentence } from './reasons.ts';

const looks = [
  { value: 'pretty', label: 'Pretty' },
  { value: 'raw', label: 'Raw' },
] as const;

type LineViewProps = { recipe: Recipe; sampleId: string; fate: Fate };

/** The line of a sample in a format, to the letter. */
export function LineView({ recipe, sampleId, fate }: LineViewProps) {
  const [format, setFormat] = useState<FormatId>(recipe.formats[0] ?? 'openai-chat');
  const [look, setLook] = useState<'pretty' | 'raw'>('pretty');
  const line = useLine(recipe, sampleId, format);
  const rubric = useInfo((info) => info.rubric);
  const text = line?.text ?? null;
  const { copied, copy } = useCopy(text ?? '', 'The line was copied.');
  useCommands({ 'dataset.copy': () => (text === null ? false : copy()) });
  if (fate.as === 'out' || fate.as === 'unselected') return null;
  return (
    <section aria-labelledby="line-title">
      <div className={css['tools']}>
        <h3 id="line-title" className={css['eyebrow']}>
          Its line
        </h3>
        <select
          aria-label="Format of the line"
          className={css['format']}
          value={format}
          onChange={({ target }) => {
            const chosen = formatGroups.flatMap(({ formats }) => formats).find((id) => id === target.value);
            if (chosen) setFormat(chosen);
          }}
        >
          {formatGroups.map(({ reader, formats }) => (
            <optgroup key={reader} label={reader}>
              {formats.map((id) => (
                <option key={id} value={id}>
                  {formatNames[id]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <Segmented label="How the line is shown" value={look} options={looks} onChange={setLook} />
        <Button look="quiet" disabled={text === null} onClick={copy}>
          {copied ? 'Copied' : 'Copy'} <Key command="dataset.copy" />
        </Button>
      </div>
      {text === null ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
        <pre className={css['line']} data-testid="line" tabIndex={0}>
          {breakable(look === 'raw' ? text : prettyLine(text))}
        </pre>
      )}
      {line && text === null ? (
        <p className={css['none']}>
          {line.reason === null
            ? 'It has no line any more: something has changed.'
            : `${formatNames[format]} cannot hold it. ${reasonSentence(line.reason, rubric).why}. ${reasonSentence(line.reason, rubric).way ?? ''}`}
        </p>
      ) : null}
      {format === 'parquet' ? <p className={css['none']}>A table has no lines: this is its row, as JSON.</p> : null}
    </section>
  );
}

function useLine(recipe: Recipe, sampleId: string, format: FormatId): CallOutput<'dataset.line'> | null {
  const [line, setLine] = useState<CallOutput<'dataset.line'> | null>(null);
  useEffect(() => {
    let current = true;
    void attempt(async () => {
      const answer = await ask('dataset.line', { recipe, sampleId, format });
      if (current) setLine(answer);
    });
    return () => {
      current = false;
    };
  }, [recipe, sampleId, format]);
  return line;
}
