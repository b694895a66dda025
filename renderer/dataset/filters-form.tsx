import type { CallOutput } from '../../shared/contract/calls.ts';
import type { DatasetFilters } from '../../shared/domain/dataset.ts';
import { dayBefore, dayBounds, dayOf } from '../ui/format.ts';
import { setPlan, usePlan } from './plan.ts';
import { PlanTitle } from './plan-fields.tsx';
import css from './plan-form.module.css';

/** Which samples a dataset is about: one agent, some tags, a time. */
export function FiltersForm({ facets }: { facets: CallOutput<'samples.facets'> | null }) {
  const filters = usePlan((plan) => plan.filters);
  const set = (change: Partial<DatasetFilters>) => setPlan({ filters: { ...filters, ...change } });
  const agents = facets?.agents.map(({ value }) => value) ?? [];
  const open = facets?.tags.filter(({ value }) => !filters.tags.includes(value)) ?? [];
  return (
    <>
      <PlanTitle title="Which samples" />
      <label className={css['field']}>
        <span>Agent</span>
        <select value={filters.agent ?? ''} onChange={({ target }) => set({ agent: target.value || null })}>
          <option value="">All agents</option>
          {/* An agent that the plan names and no sample has any more is still what is asked for. */}
          {[...new Set([...agents, ...(filters.agent === null ? [] : [filters.agent])])].map((agent) => (
            <option key={agent} value={agent}>
              {agent}
            </option>
          ))}
        </select>
      </label>
      <label className={css['field']}>
        <span>Tags</span>
        <select value="" onChange={({ target }) => set({ tags: [...filters.tags, target.value] })}>
          <option value="">{filters.tags.length === 0 ? 'Any or none' : 'And also…'}</option>
          {open.map(({ value }) => (
            <option key={value} value={value}>
              {value}
            </option>
          ))}
        </select>
      </label>
      {filters.tags.length === 0 ? null : (
        <div className={css['tags']}>
          {filters.tags.map((tag) => (
            <button
              key={tag}
              type="button"
              className={css['tag']}
              aria-label={`Without the tag ${tag}`}
              onClick={() => set({ tags: filters.tags.filter((other) => other !== tag) })}
            >
              {tag} <span aria-hidden="true">×</span>
            </button>
          ))}
        </div>
      )}
      <label className={css['field']}>
        <span>From</span>
        <input
          type="date"
          defaultValue={filters.from === null ? undefined : dayOf(filters.from)}
          onChange={({ target }) => set({ from: dayBounds(target.value)?.begin ?? null })}
        />
      </label>
      <label className={css['field']}>
        <span>To</span>
        <input
          type="date"
          defaultValue={filters.to === null ? undefined : dayOf(dayBefore(filters.to))}
          onChange={({ target }) => set({ to: dayBounds(target.value)?.end ?? null })}
        />
      </label>
    </>
  );
}
