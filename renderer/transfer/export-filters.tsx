import type { CallOutput } from '../../shared/contract/calls.ts';
import { dayBefore, dayBounds, dayOf } from '../ui/format.ts';
import css from './form.module.css';
import { setExportFilters, useTransfer } from './store.ts';
import screenCss from './transfer.module.css';

/** Which samples an export is about: one agent, one tag, a time. */
export function ExportFilterForm({ facets }: { facets: CallOutput<'samples.facets'> | null }) {
  const filters = useTransfer((state) => state.filters);
  const set = (change: typeof filters) => {
    const all = { ...filters, ...change };
    setExportFilters(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
  };
  return (
    <>
      <h3 className={screenCss['section']}>Which samples</h3>
      <div className={css['grid']}>
        <label className={css['field']}>
          <span>Agent</span>
          <select value={filters.agent ?? ''} onChange={({ target }) => set({ agent: target.value || undefined })}>
            <option value="">All agents</option>
            {facets?.agents.map(({ value }) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </label>
        <label className={css['field']}>
          <span>Tag</span>
          <select
            value={filters.tags?.[0] ?? ''}
            onChange={({ target }) => set({ tags: target.value === '' ? undefined : [target.value] })}
          >
            <option value="">Any or none</option>
            {facets?.tags.map(({ value }) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </label>
        <label className={css['field']}>
          <span>From</span>
          <input
            type="date"
            defaultValue={filters.from === undefined ? undefined : dayOf(filters.from)}
            onChange={({ target }) => set({ from: dayBounds(target.value)?.begin })}
          />
        </label>
        <label className={css['field']}>
          <span>To</span>
          <input
            type="date"
            defaultValue={filters.to === undefined ? undefined : dayOf(dayBefore(filters.to))}
            onChange={({ target }) => set({ to: dayBounds(target.value)?.end })}
          />
        </label>
      </div>
    </>
  );
}
