import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { QueuePlan, TeamView } from '../../shared/domain/lead.ts';
import { ask } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import formCss from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';
import { dayBefore, dayBounds, dayOf } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import css from './queue-editor.module.css';
import { loadLead } from './store.ts';

const orders: Record<QueuePlan['itemOrder'], string> = {
  oldest: 'Oldest first',
  newest: 'Newest first',
  least_confident: 'Least confident first',
  random: 'Random',
  by_conversation: 'By conversation',
};

const { least_confident: _, ...evenOrders } = orders;

/** Whoever reviews an experiment is given what no confidence, tag or intent has picked: those may differ between the arms. */
function reviewOf(
  { experiment, agent, from, to }: QueuePlan['filter'],
  itemOrder: QueuePlan['itemOrder'],
): Pick<QueuePlan, 'filter' | 'itemOrder'> {
  const kept = Object.entries({ experiment, agent, from, to }).filter(([, value]) => value !== undefined);
  return { filter: Object.fromEntries(kept), itemOrder: itemOrder === 'least_confident' ? 'random' : itemOrder };
}

type Facets = CallOutput<'samples.facets'>;
type Experiments = CallOutput<'experiment.list'>['experiments'];

/** Everything that a lead decides about a queue. */
export function QueueEditor({ plan, team, onClose }: { plan: QueuePlan; team: TeamView; onClose: () => void }) {
  const [draft, setDraft] = useState(plan);
  const [facets, setFacets] = useState<Facets>({ agents: [], intents: [], tags: [] });
  const [experiments, setExperiments] = useState<Experiments>([]);
  useEffect(() => void attempt(async () => setFacets(await ask('samples.facets'))), []);
  useEffect(() => void attempt(async () => setExperiments((await ask('experiment.list')).experiments)), []);
  const change = (part: Partial<QueuePlan>) => setDraft((before) => ({ ...before, ...part }));
  const save = async () => {
    await ask('lead.saveQueue', draft);
    await loadLead();
    onClose();
  };
  return (
    <Dialog title={plan.name === '' ? 'New queue' : `Queue “${plan.name}”`} size="large" onClose={onClose}>
      <Form submit="Save" busy="Saving…" onSubmit={save} others={<Button onClick={onClose}>Cancel</Button>}>
        <Field label="Name" value={draft.name} onChange={(name) => change({ name })} required maxLength={200} />
        <fieldset className={css['group']}>
          <legend>Which samples</legend>
          <Filter
            filter={draft.filter}
            facets={facets}
            experiments={experiments}
            onChange={(filter) =>
              change(filter.experiment === undefined ? { filter } : reviewOf(filter, draft.itemOrder))
            }
          />
        </fieldset>
        <fieldset className={css['group']}>
          <legend>How they are labeled</legend>
          <div className={css['grid']}>
            <Field
              label="Labelers per sample"
              type="number"
              min={1}
              max={20}
              step={1}
              value={String(draft.overlap)}
              onChange={(value) => change({ overlap: Number(value) })}
              required
            />
            <Choice
              label="Order"
              value={draft.itemOrder}
              options={draft.filter.experiment === undefined ? orders : evenOrders}
              onChange={(itemOrder) => change({ itemOrder })}
            />
            <Choice
              label="Rubric"
              value={String(draft.rubricVersion)}
              options={Object.fromEntries(team.rubrics.map(({ version }) => [String(version), `Version ${version}`]))}
              onChange={(version) => change({ rubricVersion: Number(version) })}
            />
          </div>
          <Check label="An item may be skipped" on={draft.allowSkip} onChange={(allowSkip) => change({ allowSkip })} />
          <Check
            label="Key 0 may give the unscored rest the last score"
            on={draft.allowFill}
            onChange={(allowFill) => change({ allowFill })}
          />
        </fieldset>
        <Text
          label="Guidelines, in Markdown"
          rows={8}
          value={draft.guidelines}
          onChange={(guidelines) => change({ guidelines })}
        />
        <Text
          label="To be read by everybody before they go on; changing it asks again"
          rows={3}
          value={draft.mustRead}
          onChange={(mustRead) => change({ mustRead })}
        />
      </Form>
    </Dialog>
  );
}

type FilterProps = {
  filter: QueuePlan['filter'];
  facets: Facets;
  experiments: Experiments;
  onChange: (filter: QueuePlan['filter']) => void;
};

function Filter({ filter, facets, experiments, onChange }: FilterProps) {
  /** An empty field asks for nothing. */
  const set = (part: Record<string, string | number | undefined>) =>
    onChange(Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined)));
  const named = (label: string, key: 'agent' | 'intent' | 'tag', known: Facets['agents']) => (
    <Choice
      label={label}
      value={filter[key] ?? ''}
      options={{ '': 'Any', ...Object.fromEntries(known.map(({ value }) => [value, value])) }}
      onChange={(value: string) => set({ [key]: value === '' ? undefined : value })}
    />
  );
  const share = (label: string, key: 'minConfidence' | 'maxConfidence') => (
    <Field
      label={label}
      type="number"
      min={0}
      max={1}
      step={0.01}
      value={filter[key] === undefined ? '' : String(filter[key])}
      onChange={(value) => set({ [key]: value === '' ? undefined : Number(value) })}
    />
  );
  return (
    <div className={css['grid']}>
      {named('Agent', 'agent', facets.agents)}
      {filter.experiment === undefined ? (
        <>
          {named('Intent', 'intent', facets.intents)}
          {named('Tag', 'tag', facets.tags)}
        </>
      ) : null}
      <Field
        label="From"
        type="date"
        value={filter.from === undefined ? '' : dayOf(filter.from)}
        onChange={(day) => set({ from: dayBounds(day)?.begin })}
      />
      <Field
        label="To the end of"
        type="date"
        value={filter.to === undefined ? '' : dayOf(dayBefore(filter.to))}
        onChange={(day) => set({ to: dayBounds(day)?.end })}
      />
      {filter.experiment === undefined ? (
        <>
          {share('Confidence from', 'minConfidence')}
          {share('to', 'maxConfidence')}
        </>
      ) : null}
      {experiments.length === 0 ? null : (
        <Choice
          label="Experiment: as many of either arm"
          value={filter.experiment ?? ''}
          options={{ '': 'None', ...Object.fromEntries(experiments.map(({ id, plan }) => [id, plan.name])) }}
          onChange={(id: string) => set({ experiment: id === '' ? undefined : id })}
        />
      )}
    </div>
  );
}

function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className={css['check']}>
      <input type="checkbox" checked={on} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

type TextProps = { label: string; rows: number; value: string; onChange: (value: string) => void };

function Text({ label, rows, value, onChange }: TextProps) {
  return (
    <label className={formCss['field']}>
      {label}
      <textarea rows={rows} value={value} onChange={({ target }) => onChange(target.value)} />
    </label>
  );
}
