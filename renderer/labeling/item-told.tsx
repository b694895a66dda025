import { useDraft } from '../stores/draft.ts';
import { useSync } from '../stores/sync.ts';
import { ending } from '../ui/format.ts';
import css from './item-told.module.css';

/** What the lead has said of this item, and how long it was this labeler's: above the sample, where it has to be known. */
export function ItemTold() {
  const item = useDraft(({ item }) => item);
  const ahead = useSync(({ status }) => status?.clockAheadMs ?? 0);
  if (!item) return null;
  const { returnedReason, question, ruling, leaseUntil, label } = item;
  const over = label === null && leaseUntil !== null && Date.parse(leaseUntil) < Date.now() - ahead;
  if (returnedReason === null && question === null && !over) return null;
  return (
    <section className={css['told']} aria-label="About this sample">
      {returnedReason === null ? null : (
        <p>
          <b className={css['who']}>Returned by the lead</b>
          {returnedReason}
        </p>
      )}
      {question === null ? null : (
        <>
          <p className={css['asked']}>
            <b className={css['who']}>You asked</b>
            {question}
          </p>
          {ruling === null ? (
            <p className={css['asked']}>The answer has not come yet.</p>
          ) : (
            <p>
              <b className={css['who']}>The lead answers</b>
              {ruling}
            </p>
          )}
        </>
      )}
      {over ? (
        <p className={css['asked']}>{`It was yours until ${ending(leaseUntil)}. Late work is still taken.`}</p>
      ) : null}
    </section>
  );
}
