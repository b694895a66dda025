import type { ListedProvider } from '../../shared/domain/provider.ts';
import { closedToNewcomers } from '../../shared/rules/providers.ts';
import { dayText } from '../../shared/rules/readiness-words.ts';
import text from '../styles/text.module.css';
import css from './provider-ends.module.css';
import { SourceLink } from './source-link.tsx';

/** What of a provider ends, or is closed to some; and what works instead. */
export function ProviderEnds({ provider: { kind, name, newJobsUntil } }: { provider: ListedProvider }) {
  const closed = kind === 'openai' ? closedToNewcomers.openai : null;
  if (!newJobsUntil && !closed) return null;
  return (
    <>
      <h3 className={text['section']}>What ends</h3>
      {newJobsUntil ? (
        <div className={css['end']}>
          <p>
            {name} begins new jobs until {dayText(newJobsUntil.day, true)}.
          </p>
          <SourceLink url={newJobsUntil.source} />
        </div>
      ) : null}
      {closed ? (
        <div className={css['end']}>
          <p>
            Since {dayText(closed.day, true)} it takes no job from an organisation that had none before. If yours is
            one, use another provider, or train on a machine of your own: every dataset has a trainer kit in its folder.
          </p>
          <SourceLink url={closed.source} />
        </div>
      ) : null}
    </>
  );
}
