import { useId, useState } from 'react';
import { type LoopOrder, orderStrategies } from '../../shared/domain/order.ts';
import { runCommand } from '../keyboard/use-commands.ts';
import { orderNames } from '../labeling/names.ts';
import { orderBy } from '../stores/loop-order.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useSettings, useWorkspace } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import { attempt } from '../ui/notice.tsx';
import css from './controls.module.css';
import { Row, Switch } from './row.tsx';

export function LabelingSettings() {
  const signals = useId();
  const showSignals = useSettings((settings) => settings.showSignals);
  const update = useWorkspace((workspace) => workspace.updateSettings);
  return (
    <>
      <Order />
      <Row
        name="Show signals before the verdict"
        control={signals}
        about="Shows the agent’s confidence, what became of the customer, and whether the sample would enter the dataset, while you judge. They pull the verdict towards themselves: scores given beside them say less about the agent. For someone who works alone and knows that."
      >
        <Switch id={signals} on={showSignals} onChange={(on) => void attempt(() => update({ showSignals: on }))} />
      </Row>
      <Idle />
      <Row
        name="Practice"
        about="Ten explained samples that teach the rubric and its keys. Nothing of it is stored as a label."
      >
        <Button onClick={() => runCommand('help.practice')}>Practice again</Button>
      </Row>
    </>
  );
}

function Order() {
  const id = useId();
  const order = useSettings((settings) => settings.order);
  const update = useWorkspace((workspace) => workspace.updateSettings);
  const set = (next: LoopOrder) => void attempt(() => update({ order: next }));
  return (
    <Row
      name="Order of the loop"
      control={id}
      about="For a loop that starts anew. Every label keeps the order that it came from. Random needs a seed, so that the same order can be had again; only randomly drawn labels tell how good the agent is overall."
    >
      {order.strategy === 'random' ? (
        <Seed seed={order.seed ?? 0} onChange={(seed) => set({ ...order, seed })} />
      ) : null}
      <select
        id={id}
        className={css['field']}
        value={order.strategy}
        onChange={({ target }) => {
          const strategy = orderStrategies.find((known) => known === target.value);
          if (strategy) set(orderBy(strategy));
        }}
      >
        {orderStrategies.map((strategy) => (
          <option key={strategy} value={strategy}>
            {orderNames[strategy]}
          </option>
        ))}
      </select>
    </Row>
  );
}

function Seed({ seed, onChange }: { seed: number; onChange: (seed: number) => void }) {
  const id = useId();
  return (
    <span className={css['labeled']}>
      <label htmlFor={id}>Seed</label>
      <NumberField id={id} value={seed} min={0} max={0xffff_ffff} onChange={onChange} width="wide" />
    </span>
  );
}

function Idle() {
  const id = useId();
  const idle = usePreferences(({ preferences }) => preferences.idleSeconds);
  const update = usePreferences((state) => state.update);
  return (
    <Row
      name="Idle after"
      control={id}
      about="Active time stops when no key or pointer moved for so long, and whenever this machine is locked or asleep."
    >
      <NumberField
        id={id}
        value={idle}
        min={10}
        max={600}
        onChange={(idleSeconds) => void attempt(() => update({ idleSeconds }))}
      />
      seconds
    </Row>
  );
}

type NumberFieldProps = {
  id: string;
  value: number;
  min: number;
  max: number;
  width?: 'wide';
  onChange: (value: number) => void;
};

/** A whole number, taken when the field is left or Enter is pressed: half a number is not yet one. */
function NumberField({ id, value, min, max, width, onChange }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null);
  const take = () => {
    const typed = Number(text);
    if (text !== null && text !== '' && Number.isInteger(typed)) {
      const bounded = Math.min(max, Math.max(min, typed));
      if (bounded !== value) onChange(bounded);
    }
    setText(null);
  };
  return (
    <input
      id={id}
      type="number"
      className={css['field']}
      data-width={width}
      min={min}
      max={max}
      value={text ?? value}
      onChange={({ target }) => setText(target.value)}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === 'Enter') take();
      }}
    />
  );
}
