import type { SampleSort } from '../../shared/domain/browse.ts';
import { sortsIn } from './chips.ts';
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
  const sorts = sortsIn(useBrowse(({ filter }) => filter.queue ?? null));
  return (
    <select
      aria-label="Sort"
      className={css['sort']}
      value={sort}
      onChange={({ target }) => {
        const chosen = sorts.find((known) => known === target.value);
        if (chosen) setSort(chosen);
      }}
    >
      {sorts.map((value) => (
        <option key={value} value={value}>
          {sortNames[value]}
        </option>
      ))}
    </select>
  );
}
