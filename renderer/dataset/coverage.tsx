import { useState } from 'react';
import type { DatasetCounts } from '../../shared/domain/dataset.ts';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { count, percent } from '../ui/format.ts';
import { BarRow, Bars } from './bars.tsx';
import css from './coverage.module.css';
import { coverageOf } from './coverage.ts';

/** More are there on request. */
const shownAtFirst = 14;

/** What the dataset is about, against what customers ask. */
export function Coverage({ intents }: { intents: DatasetCounts['intents'] }) {
  const [all, setAll] = useState(false);
  const coverage = coverageOf(intents);
  const thin = coverage.filter((intent) => intent.thin);
  const widest = Math.max(0, ...coverage.map(({ share, collected }) => Math.max(share, collected)));
  const scaled = (share: number) => (widest === 0 ? 0 : share / widest);
  // A thin one is what to act on: it is shown wherever it stands.
  const shown = all ? coverage : coverage.filter((intent, index) => index < shownAtFirst || intent.thin);
  if (coverage.length === 0) return null;
  return (
    <>
      <h2 className={text['section']}>
        Coverage by intent<small>share of the dataset; mark: share of the collected</small>
      </h2>
      <Bars label="Coverage by intent" names="long">
        {shown.map(({ intent, share, collected, examples, thin }) => (
          <BarRow
            key={intent ?? ''}
            name={<span title={intent ?? undefined}>{intent ?? 'no intent'}</span>}
            share={scaled(share)}
            mark={scaled(collected)}
            beside={thin ? <b className={css['thin']}>thin</b> : percent(share)}
            value={count(examples)}
          />
        ))}
      </Bars>
      {coverage.length > shown.length ? (
        <Button look="quiet" className={css['more']} onClick={() => setAll(true)}>
          {count(coverage.length - shown.length)} rarer ones
        </Button>
      ) : null}
      <p className={css['note']}>
        {thin.length > 0
          ? 'Thin: fewer than ten examples, or under half of its share of what was collected, by more than chance.'
          : 'None is thin: each has ten examples or more, and at least half of its share of what was collected.'}{' '}
        Intents under 1 % of what was collected are not judged.
      </p>
    </>
  );
}
