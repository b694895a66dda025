import type { Finding, Readiness, ReadinessCriterion } from '../../shared/domain/readiness.ts';
import { findingText } from '../../shared/rules/readiness.ts';
import css from './criteria.module.css';
import { VerdictMark } from './verdict-mark.tsx';

/** Where the page says more about a criterion; each of these is an element's id. */
const places: Partial<Record<ReadinessCriterion, string>> = {
  approval: 'approval',
  corrections: 'patterns',
  cost: 'costs',
  coverage: 'coverage',
};

/** Each criterion of the guide: verdict, number, evidence, and what would settle it. */
export function Criteria({ findings }: Pick<Readiness, 'findings'>) {
  return (
    <ul className={css['list']} aria-label="Criteria">
      {findings.map((finding) => (
        <Row key={finding.criterion} finding={finding} />
      ))}
    </ul>
  );
}

function Row({ finding }: { finding: Finding }) {
  const { title, number, evidence, settle } = findingText(finding);
  const place = places[finding.criterion];
  return (
    <li className={css['row']}>
      <VerdictMark verdict={finding.verdict} />
      {place === undefined ? (
        <span>{title}</span>
      ) : (
        <button type="button" className={css['way']} onClick={() => lookAt(place)}>
          {title}
        </button>
      )}
      <b className={css['number']}>{number}</b>
      <p className={css['evidence']}>
        {evidence}
        {settle === null ? null : <span className={css['settle']}>{settle}</span>}
      </p>
    </li>
  );
}

function lookAt(id: string): void {
  const place = document.getElementById(id);
  place?.scrollIntoView({ block: 'start' });
  place?.focus({ preventScroll: true });
}
