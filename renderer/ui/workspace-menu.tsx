import { useState } from 'react';
import type { CommandId } from '../keyboard/commands.ts';
import { Key } from '../keyboard/key.tsx';
import { runCommand } from '../keyboard/use-commands.ts';
import { useDeciding, useLeading } from '../stores/sync.ts';
import { screenNames } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { About } from './about.tsx';
import { Menu, MenuItem, MenuLine } from './menu.tsx';
import css from './workspace-menu.module.css';

function CommandItem({ command, name }: { command: CommandId; name: string }) {
  return (
    <MenuItem hint={<Key command={command} />} onRun={() => runCommand(command)}>
      {name}
    </MenuItem>
  );
}

/** The workspace's name, and behind it every way out of a screen: what the labeling screen has instead of a navigation. */
export function WorkspaceMenu() {
  const name = useWorkspace(({ info }) => info?.name ?? 'Assay');
  const lead = useLeading();
  const deciding = useDeciding();
  const [about, setAbout] = useState(false);
  return (
    <>
      <h1 className={css['name']}>
        <Menu
          label={`${name}: menu`}
          triggerClass={css['button']}
          trigger={
            <>
              <span className={css['text']}>{name}</span>
              <svg className={css['chevron']} viewBox="0 0 12 12" aria-hidden="true">
                <path d="m3 4.5 3 3 3-3" />
              </svg>
            </>
          }
        >
          <CommandItem command="go.labeling" name={screenNames.labeling} />
          <CommandItem command="go.browser" name={screenNames.browser} />
          <CommandItem command="go.import" name={screenNames.import} />
          {deciding ? <CommandItem command="go.dataset" name={screenNames.dataset} /> : null}
          {deciding ? <CommandItem command="go.readiness" name={screenNames.readiness} /> : null}
          {deciding ? <CommandItem command="go.finetune" name={screenNames.finetune} /> : null}
          <CommandItem command="go.evaluation" name={screenNames.evaluation} />
          {deciding ? <CommandItem command="go.deploy" name={screenNames.deploy} /> : null}
          <CommandItem command="go.jobs" name={screenNames.jobs} />
          <CommandItem command="go.team" name={screenNames.team} />
          {lead ? <CommandItem command="go.lead" name={screenNames.lead} /> : null}
          <CommandItem command="go.settings" name={screenNames.settings} />
          <CommandItem command="help.practice" name={screenNames.practice} />
          <MenuLine />
          <CommandItem command="workspace.open" name="Open another workspace…" />
          <CommandItem command="workspace.new" name="New workspace…" />
          <CommandItem command="workspace.demo" name="Open the demo workspace" />
          <MenuLine />
          <CommandItem command="help.palette" name="All commands" />
          <CommandItem command="help.keys" name="All keys" />
          <MenuItem onRun={() => setAbout(true)}>About Assay</MenuItem>
        </Menu>
      </h1>
      {about ? <About onClose={() => setAbout(false)} /> : null}
    </>
  );
}
