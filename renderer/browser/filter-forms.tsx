import { type SampleFilter, sampleStatuses } from '../../shared/domain/browse.ts';
import { decisions } from '../../shared/domain/label.ts';
import { type ScaleId, type Score, scaleIds, scaleOf, scoreValues } from '../../shared/domain/rubric.ts';
import { decidedNames } from '../labeling/names.ts';
import { useInfo } from '../stores/workspace.ts';
import { dayBefore, dayBounds, dayOf } from '../ui/format.ts';
import { Segmented } from '../ui/segmented.tsx';
import { type ChipId, statusNames, withChip, without } from './chips.ts';
import { FacetList } from './facet-list.tsx';
import css from './filter-forms.module.css';
import { setFilter, useBrowse } from './store.ts';

type FormProps = { chip: ChipId; close: () => void };

function change(chip: ChipId, part: SampleFilter): void {
  setFilter(withChip(useBrowse.getState().filter, chip, part));
}

/** What sets one filter. Every change applies at once: the list answers faster than a button could be found. */
export function ChipForm({ chip, close }: FormProps) {
  const filter = useBrowse(({ filter }) => filter);
  const facets = useBrowse(({ facets }) => facets);
  const pick = (field: 'agent' | 'intent' | 'tag') => (value: string | null) => {
    change(chip, value === null ? {} : { [field]: value });
    close();
  };
  switch (chip) {
    case 'agent':
      return <FacetList label="Agent" values={facets?.agents} chosen={filter.agent} onPick={pick('agent')} />;
    case 'intent':
      return <FacetList label="Intent" values={facets?.intents} chosen={filter.intent} onPick={pick('intent')} />;
    case 'tag':
      return <FacetList label="Tag" values={facets?.tags} chosen={filter.tag} onPick={pick('tag')} />;
    case 'status':
      return (
        <Choices
          label="Status"
          names={sampleStatuses.map((value) => ({ value, name: statusNames[value] }))}
          chosen={filter.status}
          onChoose={(status) => change(chip, { status })}
        />
      );
    case 'decision':
      return (
        <Choices
          label="Decision"
          names={decisions.map((value) => ({ value, name: decidedNames[value] }))}
          chosen={filter.decision}
          onChoose={(decision) => change(chip, { decision })}
        />
      );
    case 'correction':
      return (
        <Choices
          label="Correction"
          names={[
            { value: 'yes', name: 'Has a correction' },
            { value: 'no', name: 'Has none' },
          ]}
          chosen={filter.hasCorrection === undefined ? undefined : filter.hasCorrection ? 'yes' : 'no'}
          onChoose={(value) => change(chip, { hasCorrection: value === undefined ? undefined : value === 'yes' })}
        />
      );
    case 'score':
      return <ScoreForm score={filter.score} />;
    case 'confidence':
      return <ConfidenceForm min={filter.minConfidence} max={filter.maxConfidence} />;
    case 'date':
      return <DateForm from={filter.from} to={filter.to} />;
    case 'conversation':
      return null;
  }
}

type ChoicesProps<T extends string> = {
  label: string;
  names: readonly { value: T; name: string }[];
  chosen: T | undefined;
  onChoose: (value: T | undefined) => void;
};

function Choices<T extends string>({ label, names, chosen, onChoose }: ChoicesProps<T>) {
  const all: { value: T | undefined; name: string }[] = [{ value: undefined, name: 'Any' }, ...names];
  return (
    <div role="radiogroup" aria-label={label} className={css['choices']}>
      {all.map(({ value, name }) => (
        <label key={name} className={css['choice']}>
          <input
            type="radio"
            name={`choice-${label}`}
            checked={value === chosen}
            data-autofocus={value === chosen || undefined}
            onChange={() => onChoose(value)}
          />
          {name}
        </label>
      ))}
    </div>
  );
}

function ScoreForm({ score }: { score: SampleFilter['score'] }) {
  const rubric = useInfo((info) => info.rubric);
  const scale = score?.scale ?? 'overall';
  const set = (next: { scale?: ScaleId; min?: number; max?: number }) => {
    const { min, max, ...rest } = { scale, min: score?.min ?? 1, max: score?.max ?? 5, ...next };
    // The bound that was moved pushes the other one along.
    const moved = next.min === undefined ? { min: Math.min(min, max), max } : { min, max: Math.max(min, max) };
    change('score', { score: { ...rest, ...moved } });
  };
  const marks = scoreValues.map((value) => ({ value: `${value}` as `${Score}`, label: `${value}` }));
  return (
    <div className={css['form']}>
      <p className={css['hint']}>Scores of the draft, by you</p>
      <label className={css['field']}>
        <span>Scale</span>
        <select
          className={css['input']}
          value={scale}
          data-autofocus
          onChange={(event) => {
            const picked = scaleIds.find((id) => id === event.target.value);
            if (picked) set({ scale: picked });
          }}
        >
          {scaleIds.map((id) => (
            <option key={id} value={id}>
              {scaleOf(rubric, id).name}
            </option>
          ))}
        </select>
      </label>
      <div className={css['field']}>
        <span aria-hidden="true">From</span>
        <Segmented
          label="From"
          value={`${score?.min ?? 1}`}
          options={marks}
          onChange={(value) => set({ min: Number(value) })}
        />
      </div>
      <div className={css['field']}>
        <span aria-hidden="true">To</span>
        <Segmented
          label="To"
          value={`${score?.max ?? 5}`}
          options={marks}
          onChange={(value) => set({ max: Number(value) })}
        />
      </div>
      <Any chip="score" shown={score !== undefined} />
    </div>
  );
}

function ConfidenceForm({ min, max }: { min: number | undefined; max: number | undefined }) {
  const read = (text: string) => {
    const value = Number.parseFloat(text);
    return value >= 0 && value <= 1 ? value : undefined;
  };
  const bounds = { minConfidence: min, maxConfidence: max };
  return (
    <div className={css['form']}>
      <p className={css['hint']}>The agent’s own confidence, 0 to 1</p>
      <label className={css['field']}>
        <span>From</span>
        <input
          className={css['input']}
          type="number"
          min={0}
          max={1}
          step={0.05}
          defaultValue={min}
          data-autofocus
          onChange={(event) => change('confidence', { ...bounds, minConfidence: read(event.target.value) })}
        />
      </label>
      <label className={css['field']}>
        <span>To</span>
        <input
          className={css['input']}
          type="number"
          min={0}
          max={1}
          step={0.05}
          defaultValue={max}
          onChange={(event) => change('confidence', { ...bounds, maxConfidence: read(event.target.value) })}
        />
      </label>
    </div>
  );
}

function DateForm({ from, to }: { from: string | undefined; to: string | undefined }) {
  return (
    <div className={css['form']}>
      <p className={css['hint']}>When the sample was collected</p>
      <label className={css['field']}>
        <span>From</span>
        <input
          className={css['input']}
          type="date"
          defaultValue={from === undefined ? undefined : dayOf(from)}
          data-autofocus
          onChange={(event) => change('date', { from: dayBounds(event.target.value)?.begin, to })}
        />
      </label>
      <label className={css['field']}>
        <span>To</span>
        <input
          className={css['input']}
          type="date"
          defaultValue={to === undefined ? undefined : dayOf(dayBefore(to))}
          onChange={(event) => change('date', { from, to: dayBounds(event.target.value)?.end })}
        />
      </label>
    </div>
  );
}

function Any({ chip, shown }: { chip: ChipId; shown: boolean }) {
  if (!shown) return null;
  return (
    <button type="button" className={css['any']} onClick={() => setFilter(without(useBrowse.getState().filter, chip))}>
      Any score
    </button>
  );
}
