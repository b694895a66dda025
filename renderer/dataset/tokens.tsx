import type { DatasetCounts } from '../../shared/domain/dataset.ts';
import css from '../styles/facts.module.css';
import text from '../styles/text.module.css';
import { count } from '../ui/format.ts';

/** How long examples are: what training costs, and what a target's limit would leave out. */
export function Tokens({ tokens }: { tokens: DatasetCounts['tokens'] }) {
  if (tokens.total === 0) return null;
  const facts: readonly [string, number][] = [
    ['In all', tokens.total],
    ['Median', tokens.median],
    ['95 % have at most', tokens.p95],
    ['Longest', tokens.most],
  ];
  return (
    <>
      <h2 className={text['section']}>
        Tokens<small>of o200k_base, with the overhead of a chat</small>
      </h2>
      <dl className={css['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
