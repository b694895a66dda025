import { useEffect, useState } from 'react';
import type { LabelFate } from '../../shared/domain/label.ts';
import { ask } from '../client.ts';
import { useDraft } from '../stores/draft.ts';
import { useSync } from '../stores/sync.ts';
import css from './fate.module.css';

const texts: Record<LabelFate, string> = {
  here: 'label saved here',
  server: 'label on the server',
  refused: 'label refused by the server',
};

/** Where the label of the sample on the screen is; asked again when something has moved. */
function useFate(): LabelFate | null {
  const item = useDraft(({ item, ofLoop }) => (ofLoop && item?.label ? item : null));
  // Each of these can mean that this very label has gone, arrived or been refused.
  const moved = useSync(({ status }) => `${status?.waiting} ${status?.acknowledged} ${status?.rejected}`);
  const team = useSync(({ status }) => status?.account != null);
  const [fate, setFate] = useState<LabelFate | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `moved` is why it is asked again
  useEffect(() => {
    if (!item || !team) return setFate(null);
    let wanted = true;
    ask('labeling.fate', { queueId: item.queueId, sampleId: item.sample.sampleId }).then(
      (now) => wanted && setFate(now),
      // A comfort: the mark beside it and the Team screen tell what failed.
      (thrown: unknown) => console.error(thrown),
    );
    return () => {
      wanted = false;
    };
  }, [item, team, moved]);
  return fate;
}

/** What became of this sample's label, in a few quiet words. */
export function Fate() {
  const fate = useFate();
  const returned = useDraft(({ item, ofLoop }) => (ofLoop ? (item?.returnedReason ?? null) : null));
  if (returned !== null)
    return (
      <span className={css['fate']} title={returned}>
        returned: {returned}
      </span>
    );
  return fate === null ? null : <span className={css['fate']}>{texts[fate]}</span>;
}
