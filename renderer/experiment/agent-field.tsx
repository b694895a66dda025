import { useEffect, useId, useState } from 'react';
import { ask } from '../client.ts';
import { Field } from '../ui/form.tsx';
import { attempt } from '../ui/notice.tsx';

type Props = { value: string; onChange: (value: string) => void; onLeave?: () => void };

/** The agent as its samples name it; those that are here are suggested. */
export function AgentField({ value, onChange, onLeave }: Props) {
  const [agents, setAgents] = useState<readonly string[]>([]);
  const id = useId();
  useEffect(
    () => void attempt(async () => setAgents((await ask('samples.facets')).agents.map((agent) => agent.value))),
    [],
  );
  return (
    <>
      <Field
        label="Agent"
        value={value}
        onChange={onChange}
        onBlur={onLeave}
        required
        maxLength={200}
        list={id}
        autoComplete="off"
      />
      <datalist id={id}>
        {agents.map((agent) => (
          <option key={agent} value={agent} />
        ))}
      </datalist>
    </>
  );
}
