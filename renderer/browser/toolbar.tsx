import { type SampleSort, sampleSorts } from '../../shared/domain/browse.ts';
import { FilterBar } from './filter-bar.tsx';
import { SearchField } from './search-field.tsx';
import { setSort, useBrowse } from './store.ts';
import css from './toolbar.module.css';

const sortNames: Record<SampleSort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  least_confident: 'Least confident first',
  last_labeled: 'Last labeled first',
};

/** What is asked for: words, filters, order. */
export function Toolbar({ onLeave }: { onLeave: () => void }) {
  return (
    <div className={css['tools']}>
      <div className={css['line']}>
        <SearchField onLeave={onLeave} />
        <FilterBar />
      </div>
      <Sort />
    </div>
  );
}

function Sort() {
  const sort = useBrowse(({ sort }) => sort);
  return (
    <select
      aria-label="Sort"
      className={css['sort']}
      value={sort}
      onChange={({ target }) => {
        const chosen = sampleSorts.find((known) => known === target.value);
        if (chosen) setSort(chosen);
      }}
    >
      {sampleSorts.map((value) => (
        <option key={value} value={value}>
          {sortNames[value]}
        </option>
      ))}
    </select>
  );
}
