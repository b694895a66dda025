import type { Disagreement, TeamView } from '../../shared/domain/lead.ts';
import { decisionNames } from '../labeling/names.ts';
import { settle } from '../settling/store.ts';
import { breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import css from './lead.module.css';
import { nameOf, queueNameOf } from './store.ts';

/** Where labelers of one sample decided differently. */
export function Disagreements({ team }: { team: TeamView }) {
  const { disagreements } = team;
  if (disagreements.length === 0) return null;
  return (
    <section aria-labelledby="disagreements-title">
      <div className={css['head']}>
        <h2 id="disagreements-title" className={css['title']}>
          In dispute
        </h2>
        <span className={css['actions']}>
          <span className={css['faint']}>{plural(disagreements.length, 'sample')}</span>
          <Button onClick={() => settle(disagreements)}>Settle all…</Button>
        </span>
      </div>
      <ul aria-labelledby="disagreements-title">
        {disagreements.map((item) => (
          <Dispute key={`${item.queueId} ${item.sampleId}`} item={item} team={team} />
        ))}
      </ul>
    </section>
  );
}

function Dispute({ item, team }: { item: Disagreement; team: TeamView }) {
  return (
    <li className={css['entry']}>
      <div className={css['line']}>
        <b className={css['name']}>{breakable(item.query)}</b>
        <span className={css['figures']}>{queueNameOf(team, item.queueId)}</span>
      </div>
      <p className={css['quote']}>{breakable(item.response)}</p>
      <ul>
        {item.labels.map(({ id, labelerId, verdict }) => (
          <li key={id} className={css['line']}>
            <span className={css['name']}>{nameOf(team, labelerId)}</span>
            <span>{decisionNames[verdict.decision]}</span>
            <span className={css['faint']}>overall {verdict.scores.overall}</span>
            {verdict.note === '' ? null : <span className={css['faint']}>{verdict.note}</span>}
          </li>
        ))}
      </ul>
      <div className={css['actions']}>
        <Button onClick={() => settle([item])}>Settle…</Button>
      </div>
    </li>
  );
}
