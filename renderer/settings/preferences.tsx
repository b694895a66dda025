import { useId } from 'react';
import { Key } from '../keyboard/key.tsx';
import { usePreferences } from '../stores/preferences.ts';
import { attempt } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Row, Switch } from './row.tsx';

export function AppearanceSettings() {
  const theme = usePreferences(({ preferences }) => preferences.theme);
  const update = usePreferences((state) => state.update);
  return (
    <Row name="Theme" about="“System” follows what the rest of this machine shows, as it changes.">
      <Segmented
        label="Theme"
        value={theme}
        options={[
          { value: 'system', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        onChange={(value) => void attempt(() => update({ theme: value }))}
      />
    </Row>
  );
}

export function KeySettings() {
  const id = useId();
  const on = usePreferences(({ preferences }) => preferences.singleKeys);
  const update = usePreferences((state) => state.update);
  return (
    <Row
      name="Single keys"
      control={id}
      about={
        <>
          Letters, digits and symbols run commands without a modifier. Turn them off when you speak to this machine or
          when keys are pressed by accident: commands stay in the palette <Key command="help.palette" />, and keys with
          Ctrl or Command stay as they are.
        </>
      }
    >
      <Switch id={id} on={on} onChange={(singleKeys) => void attempt(() => update({ singleKeys }))} />
    </Row>
  );
}
