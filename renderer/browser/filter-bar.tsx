import type { SampleFilter } from '../../shared/domain/browse.ts';
import { scaleOf } from '../../shared/domain/rubric.ts';
import { useInfo } from '../stores/workspace.ts';
import { Popover } from '../ui/popover.tsx';
import { type ChipId, chipNames, chipsIn, chipValue, setChips, without } from './chips.ts';
import css from './filter-bar.module.css';
import { ChipForm } from './filter-forms.tsx';
import { everything, setFilter, useBrowse } from './store.ts';

/** Every filter as a chip: quiet while it asks for nothing, with its value and a way out once it does. */
export function FilterBar() {
  const filter = useBrowse(({ filter }) => filter);
  const rubric = useInfo((info) => info.rubric);
  const set = setChips(filter);
  return (
    <fieldset className={css['bar']} aria-label="Filters" data-filters>
      {chipsIn(filter.queue ?? null).map((chip) => (
        <Chip key={chip} chip={chip} value={chipValue(filter, chip, (id) => scaleOf(rubric, id).name)} />
      ))}
      {set.length > 1 ? (
        <button type="button" className={css['clear']} onClick={() => setFilter(textOnly(filter))}>
          Clear filters
        </button>
      ) : null}
    </fieldset>
  );
}

function textOnly({ text }: SampleFilter): SampleFilter {
  return text === undefined ? everything() : { ...everything(), text };
}

function Chip({ chip, value }: { chip: ChipId; value: string | null }) {
  // A conversation is not chosen from a list of thousands: the preview sets it, and here it can be taken back.
  if (chip === 'conversation' && value === null) return null;
  const name = chipNames[chip];
  const clear = () => setFilter(without(useBrowse.getState().filter, chip));
  return (
    <span className={css['chip']} data-set={value === null ? undefined : true}>
      {chip === 'conversation' ? (
        <span className={css['open']}>Conversation</span>
      ) : (
        <Popover
          triggerClass={css['open']}
          label={name}
          trigger={
            <>
              {name} {value === null ? <Chevron /> : <b className={css['value']}>{value}</b>}
            </>
          }
        >
          {(close) => <ChipForm chip={chip} close={close} />}
        </Popover>
      )}
      {value === null ? null : (
        <button type="button" className={css['remove']} aria-label={`Clear ${name}`} onClick={clear}>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="m3 3 6 6m0-6-6 6" />
          </svg>
        </button>
      )}
    </span>
  );
}

function Chevron() {
  return (
    <svg className={css['chevron']} viewBox="0 0 12 12" aria-hidden="true">
      <path d="m3 4.5 3 3 3-3" />
    </svg>
  );
}
