import { useEffect, useId, useState } from 'react';
import { ask } from '../client.ts';
import { Field } from '../ui/form.tsx';
import { attempt } from '../ui/notice.tsx';
import { useDeploy } from './store.ts';

type Props = { label: string; agent: string; value: string; onChange: (value: string) => void };

/** A model by its server's name: what the agent answers with, and what was tuned here, are suggested. */
export function ModelField({ label, agent, value, onChange }: Props) {
  const active = useDeploy(({ list }) => list?.activeModels);
  const [known, setKnown] = useState<readonly string[]>([]);
  const id = useId();
  useEffect(() => void attempt(async () => setKnown((await ask('models.list')).map(({ name }) => name))), []);
  const used = (active ?? []).flatMap((one) => (one.agent === agent ? [one.to, one.from ?? one.to] : []));
  return (
    <>
      <Field label={label} value={value} onChange={onChange} required maxLength={200} list={id} autoComplete="off" />
      <datalist id={id}>
        {[...new Set([...used, ...known])].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
