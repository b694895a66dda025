import { useEffect, useRef, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import { ask } from '../client.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { attempt } from '../ui/notice.tsx';
import { BuildBar } from './build-bar.tsx';
import { DuplicatesForm } from './duplicates-form.tsx';
import { FiltersForm } from './filters-form.tsx';
import { FormatsForm } from './formats-form.tsx';
import { GateForm } from './gate-form.tsx';
import { PersonalDataForm } from './personal-data-form.tsx';
import { setPlan, usePlan } from './plan.ts';
import { TextField } from './plan-fields.tsx';
import css from './plan-form.module.css';
import { Prompts } from './prompts.tsx';
import { SplitForm } from './split-form.tsx';
import { useDataset } from './store.ts';
import { TargetForm } from './target-form.tsx';

/** Everything that decides what a dataset holds; saved with the workspace, counted at once. */
export function PlanPanel() {
  const panel = useRef<HTMLElement>(null);
  const name = usePlan((plan) => plan.name);
  const withoutPrompt = useDataset(({ counted }) => counted?.counts.withoutSystemPrompt);
  const [facets, setFacets] = useState<CallOutput<'samples.facets'> | null>(null);
  useEffect(() => void attempt(async () => setFacets(await ask('samples.facets'))), []);
  useCommands({ 'dataset.plan': () => panel.current?.querySelector('input')?.focus() });
  return (
    <aside className={css['panel']} aria-label="Plan">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <section ref={panel} className={css['scroll']} tabIndex={0} aria-label="What decides">
        <TextField label="Name" value={name} maxLength={100} onChange={(name) => setPlan({ name })} />
        <FiltersForm facets={facets} />
        <GateForm />
        <DuplicatesForm />
        <PersonalDataForm />
        <SplitForm />
        <TargetForm />
        <FormatsForm />
        <Prompts agents={facets?.agents ?? []} withoutPrompt={withoutPrompt ?? {}} />
      </section>
      <BuildBar />
    </aside>
  );
}
