import { useState } from 'react';
import { maxErased } from '../../shared/contract/lead.ts';
import type { SampleFilter } from '../../shared/domain/browse.ts';
import { AssayError, type ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { count, plural } from '../ui/format.ts';
import { notice } from '../ui/notice.tsx';
import { type Results, search } from './store.ts';

const pageOfIds = 200;

/** For a lead: takes samples from the team for good, the chosen one or all that were found. */
export function EraseDialog({
  sampleId,
  results,
  onClose,
}: {
  sampleId: string;
  results: Results;
  onClose: () => void;
}) {
  const total = results.total ?? 0;
  const [which, setWhich] = useState<'chosen' | 'found'>('chosen');
  const [typed, setTyped] = useState('');
  const wanted = which === 'chosen' ? 1 : total;
  const erase = async () => {
    const sampleIds = which === 'chosen' ? [sampleId] : await idsOf(results.filter, wanted);
    const { erased } = await ask('lead.erase', { sampleIds });
    onClose();
    announce(`${plural(erased, 'sample')} erased.`);
    if (erased < wanted) notice(notOfTheTeam(wanted - erased));
    await search({ keepPlace: true });
  };
  return (
    <Dialog title="Erase from the team" size="small" onClose={onClose}>
      <p>
        The rows leave the team’s table, with every label, question and verdict on them. Every device forgets them at
        its next contact, and so do its backups. Nothing brings them back.
      </p>
      <Form submit="Erase" busy="Erasing…" onSubmit={erase} others={<Button onClick={onClose}>Cancel</Button>}>
        {total > 1 && total <= maxErased ? (
          <Choice
            label="What"
            value={which}
            options={{ chosen: 'The chosen sample', found: `All ${count(total)} that were found` }}
            onChange={setWhich}
          />
        ) : null}
        <Field
          label={`To be sure, type how many: ${wanted}`}
          value={typed}
          onChange={setTyped}
          inputMode="numeric"
          pattern={String(wanted)}
          title={`Type ${wanted}`}
          required
        />
      </Form>
    </Dialog>
  );
}

/** The ids of all that a filter finds, if that is still as many as somebody has looked at. */
async function idsOf(filter: SampleFilter, wanted: number): Promise<string[]> {
  const { viewId } = await ask('samples.search', { filter, sort: 'oldest' });
  const { total } = await ask('samples.total', { viewId });
  if (total !== wanted)
    throw new AssayError({
      kind: 'conflict',
      message: `There are ${plural(total, 'sample')} by now, not ${count(wanted)}.`,
      safe: 'Nothing was erased.',
      remedy: 'Search again and look at what is found.',
    });
  const ids: string[] = [];
  while (ids.length < total) {
    const { rows } = await ask('samples.rows', { viewId, offset: ids.length, limit: pageOfIds });
    ids.push(...rows.map((row) => row.sampleId));
  }
  return ids;
}

function notOfTheTeam(samples: number): ErrorReport {
  return {
    kind: 'not-found',
    message: `${plural(samples, 'sample')} ${samples === 1 ? 'was' : 'were'} not in the team’s table.`,
    safe: 'What was there is erased.',
    remedy: 'What you imported into this workspace alone is in this workspace alone.',
  };
}
