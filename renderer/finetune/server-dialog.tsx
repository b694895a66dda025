import { useId, useState } from 'react';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import { Row, Switch } from '../settings/row.tsx';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { saveProvider, useProviders } from './providers.ts';
import { idOf, serverOf, serverProblems, type TypedServer, typedServer } from './server.ts';
import css from './server-dialog.module.css';
import { focusProblem, TypedInput } from './typed-input.tsx';
import { openProvider } from './view.ts';

type ServerDialogProps = { server: ListedProvider | null; onClose: () => void };

/** A server of one's own: where it is, and what it can do. */
export function ServerDialog({ server, onClose }: ServerDialogProps) {
  const [typed, setTyped] = useState(() => typedServer(server));
  const [tried, setTried] = useState(false);
  const taken = useProviders(({ list }) => list ?? []);
  const id =
    server?.id ??
    idOf(
      typed.name,
      taken.map((known) => known.id),
    );
  const change = (part: Partial<TypedServer>) => setTyped({ ...typed, ...part });
  const moved = server !== null && server.key !== 'none' && typed.baseUrl.trim() !== server.baseUrl;
  const stays = taken.some((other) => other.id !== id && other.baseUrl === server?.baseUrl);
  // Whoever has not tried to save has done nothing wrong yet.
  const problems = tried ? serverProblems(typed) : {};
  const save = async () => {
    setTried(true);
    if (Object.keys(serverProblems(typed)).length > 0) return focusProblem();
    await saveProvider(serverOf(id, typed));
    onClose();
    openProvider(id);
    announce(`${typed.name} is kept.`);
  };
  return (
    <Dialog title={server ? `Change “${server.name}”` : 'A server of your own'} onClose={onClose}>
      <Form submit="Save" busy="Saving…" onSubmit={save} others={<Button onClick={onClose}>Cancel</Button>}>
        <TypedInput
          label="Name"
          value={typed.name}
          problem={problems.name}
          maxLength={80}
          onChange={(name) => change({ name })}
        />
        <p className={css['note']}>
          Its short name is <code>{id}</code>; the command line calls it by that.
        </p>
        <TypedInput
          label="Address"
          value={typed.baseUrl}
          problem={problems.baseUrl}
          placeholder="https://example.com/v1"
          maxLength={2_000}
          spellCheck={false}
          onChange={(baseUrl) => change({ baseUrl })}
        />
        {moved ? (
          <p className={css['note']}>
            A key belongs to an address: enter it again for the new one.
            {stays ? '' : ' The one for the old address is forgotten.'}
          </p>
        ) : null}
        <Capability
          name="Preferences (DPO)"
          about="Tunes on pairs of answers, beside supervised tuning."
          on={typed.dpo}
          onChange={(dpo) => change({ dpo })}
        />
        <Capability
          name="Large files in parts"
          about="Has OpenAI’s uploads: a file that breaks off goes on where it was."
          on={typed.parts}
          onChange={(parts) => change({ parts })}
        />
        <Capability
          name="Keeps metadata of jobs"
          about="A job is marked with its run, and found by that when an answer was lost."
          on={typed.metadata}
          onChange={(metadata) => change({ metadata })}
        />
        <div className={css['two']}>
          <TypedInput
            label="Largest file, in MB"
            value={typed.largestFile}
            problem={problems.largestFile}
            inputMode="decimal"
            onChange={(largestFile) => change({ largestFile })}
          />
          <TypedInput
            label="Longest example, in tokens"
            value={typed.longestExample}
            problem={problems.longestExample}
            inputMode="numeric"
            placeholder="not known"
            onChange={(longestExample) => change({ longestExample })}
          />
          <TypedInput
            label="Last day for new jobs"
            type="date"
            value={typed.endDay}
            problem={problems.endDay}
            onChange={(endDay) => change({ endDay })}
          />
          <TypedInput
            label="The page that says so"
            value={typed.endSource}
            problem={problems.endSource}
            placeholder="no end is announced"
            spellCheck={false}
            onChange={(endSource) => change({ endSource })}
          />
        </div>
      </Form>
    </Dialog>
  );
}

type CapabilityProps = { name: string; about: string; on: boolean; onChange: (on: boolean) => void };

function Capability({ name, about, on, onChange }: CapabilityProps) {
  const id = useId();
  return (
    <Row name={name} control={id} about={about}>
      <Switch id={id} on={on} onChange={onChange} />
    </Row>
  );
}
