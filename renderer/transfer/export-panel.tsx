import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import { ask, listen } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useSettings } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { attempt } from '../ui/notice.tsx';
import { saveExport } from './actions.ts';
import { ExportFilterForm } from './export-filters.tsx';
import { Funnel } from './funnel.tsx';
import { GateForm } from './gate-form.tsx';
import { JobList } from './job-list.tsx';
import { Prompts } from './prompts.tsx';
import { followCount, recount, useTransfer } from './store.ts';
import css from './transfer.module.css';

export function ExportPanel() {
  const { counts, counting, error } = useTransfer();
  const gate = useSettings((settings) => settings.gate);
  const prompts = useSettings((settings) => settings.systemPrompts);
  const [facets, setFacets] = useState<CallOutput<'samples.facets'> | null>(null);

  useEffect(() => void attempt(async () => setFacets(await ask('samples.facets'))), []);
  useEffect(followCount, []);
  // Counted on every visit and whenever what decides has changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: gate and prompts are reasons to count
  useEffect(recount, [gate, prompts]);
  // Every batch of an import says so: the count waits for a pause in them, and for the last.
  useEffect(() => listen('samples.changed', recount), []);

  return (
    <section aria-labelledby="export-title">
      <h2 id="export-title" className={css['title']}>
        Export training data
      </h2>
      <p className={css['soft']}>
        One file in OpenAI’s chat format: a line for every sample that passes the gate. Where a correction was written,
        it is the answer that is trained on.
      </p>
      <div className={css['actions']}>
        <Button look="primary" onClick={() => void attempt(saveExport)} disabled={counts?.included === 0}>
          Save as… <Key command="transfer.export" />
        </Button>
        {counts?.included === 0 ? (
          <span className={css['faint']}>Nothing passes the gate yet: label some samples first.</span>
        ) : null}
      </div>
      <JobList kind="export" title="Exports" />
      {error ? <ErrorNote error={error} actions={<Button onClick={recount}>Count again</Button>} /> : null}
      <Funnel counts={counts} counting={counting} />
      <ExportFilterForm facets={facets} />
      <GateForm />
      <Prompts agents={facets?.agents ?? []} withoutPrompt={counts?.withoutSystemPrompt ?? {}} />
    </section>
  );
}
