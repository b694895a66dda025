import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { CorrectionPattern } from '../../shared/domain/readiness.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { patternText } from '../../shared/rules/readiness.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Diff } from '../labeling/editor.tsx';
import { openSample } from '../labeling/open-sample.ts';
import { breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote, reportOf } from '../ui/error-note.tsx';
import { count } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import css from './examples.module.css';

type Example = CallOutput<'readiness.corrections'>[number];

type Props = { pattern: CorrectionPattern; onClose: () => void };

/** The corrections behind a pattern, one at a time, the newest first. */
export function ExamplesDialog({ pattern, onClose }: Props) {
  const [examples, setExamples] = useState<readonly Example[] | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  const [at, setAt] = useState(0);
  useEffect(() => {
    ask('readiness.corrections', { sampleIds: pattern.sampleIds }).then(setExamples, (thrown: unknown) =>
      setError(reportOf(thrown)),
    );
  }, [pattern]);
  const last = (examples?.length ?? 1) - 1;
  const example = examples?.[at];
  const step = (by: number) => setAt((now) => Math.max(0, Math.min(last, now + by)));
  const open = () => {
    if (example) void attempt(() => openSample({ queueId: null, sampleId: example.sampleId }));
  };
  useCommands(
    { 'loop.next': () => step(1), 'loop.previous': () => step(-1), 'browser.open': open },
    { scope: 'panel', modal: true },
  );
  return (
    <Dialog
      title="Examples"
      size="large"
      onClose={onClose}
      actions={
        <>
          <span className={css['place']} aria-live="polite">
            {example ? placeText(at, last + 1, pattern) : null}
          </span>
          <Button disabled={at === 0} onClick={() => step(-1)}>
            Previous <Key command="loop.previous" />
          </Button>
          <Button disabled={at >= last} onClick={() => step(1)}>
            Next <Key command="loop.next" />
          </Button>
          <Button look="primary" disabled={!example} onClick={open}>
            Open the sample <Key command="browser.open" />
          </Button>
        </>
      }
    >
      <p className={css['pattern']}>
        <bdi>{patternText(pattern)}</bdi>
      </p>
      {error ? <ErrorNote error={error} /> : null}
      {examples?.length === 0 ? (
        <p className={css['soft']}>These corrections have changed since: count again.</p>
      ) : null}
      {example ? (
        <>
          <h3 className={css['head']}>Query</h3>
          <p className={css['query']} dir="auto">
            {breakable(example.query)}
          </p>
          <h3 className={css['head']}>From draft to correction</h3>
          <Diff from={example.draft} to={example.correction} />
        </>
      ) : null}
    </Dialog>
  );
}

/** Not every case of a frequent pattern is listed. */
function placeText(at: number, listed: number, { cases, sampleIds }: CorrectionPattern): string {
  const place = `${count(at + 1)} of ${count(listed)}`;
  return cases > sampleIds.length ? `${place}, the newest of ${count(cases)}` : place;
}
