import { useEffect, useState } from 'react';
import { maxErased } from '../../shared/contract/lead.ts';
import type { SampleFilter } from '../../shared/domain/browse.ts';
import type { Sample } from '../../shared/domain/sample.ts';
import { AssayError, type ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { count, plural } from '../ui/format.ts';
import { attempt, notice } from '../ui/notice.tsx';
import { type Results, search } from './store.ts';

const pageOfIds = 200;

type EraseProps = { sample: Sample; results: Results; onClose: () => void };
/** What can be erased at once; nothing is named that would be the chosen sample alone, or too much. */
type Choices = { name: string; filter: SampleFilter; total: number }[];

/**
 * For a lead: takes samples from the team for good. The later turns of a conversation repeat what was said before, where
 * no search looks: it can go as a whole.
 */
export function EraseDialog({ sample, results, onClose }: EraseProps) {
  const { conversationId } = sample;
  const [conversation, setConversation] = useState(0);
  const [name, setName] = useState(chosen);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (conversationId !== null) void attempt(async () => setConversation((await open({ conversationId })).total));
  }, [conversationId]);
  const total = results.total ?? 0;
  const choices: Choices = [
    {
      name: `Its whole conversation, ${plural(conversation, 'sample')}`,
      filter: { conversationId: conversationId ?? '' },
      total: conversation,
    },
    { name: `All ${count(total)} that were found`, filter: results.filter, total },
  ].filter((choice) => choice.total > 1 && choice.total <= maxErased);
  const choice = choices.find((known) => known.name === name);
  const wanted = choice?.total ?? 1;
  const erase = async () => {
    const sampleIds = choice ? await idsOf(choice.filter, wanted) : [sample.sampleId];
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
        {choices.length > 0 ? (
          <Choice
            label="What"
            value={name}
            options={Object.fromEntries([chosen, ...choices.map((known) => known.name)].map((known) => [known, known]))}
            onChange={setName}
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

const chosen = 'The chosen sample';

async function open(filter: SampleFilter): Promise<{ viewId: number; total: number }> {
  const { viewId } = await ask('samples.search', { filter, sort: 'oldest' });
  return { viewId, ...(await ask('samples.total', { viewId })) };
}

/** The ids of all that a filter finds, if that is still as many as somebody has looked at. */
async function idsOf(filter: SampleFilter, wanted: number): Promise<string[]> {
  const { viewId, total } = await open(filter);
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
