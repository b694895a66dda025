import { useState } from 'react';
import { useSettings, useWorkspace } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { PlanTitle } from './plan-fields.tsx';
import css from './prompts.module.css';

/** As the settings allow. */
const longest = 100_000;

type PromptsProps = {
  agents: readonly { value: string; count: number }[];
  /** Examples that would go out without a system message, by agent. */
  withoutPrompt: Readonly<Record<string, number>>;
};

/** The first message of every exported example: each agent's own instructions. */
export function Prompts({ agents, withoutPrompt }: PromptsProps) {
  const prompts = useSettings((settings) => settings.systemPrompts);
  const [edited, setEdited] = useState<string | null>(null);
  const known = agents.map(({ value }) => value);
  const names = [...known, ...Object.keys(prompts).filter((name) => !known.includes(name))];
  if (names.length === 0) return null;
  return (
    <>
      <PlanTitle title="System prompts" about="the first message of every example, by agent" />
      <ul>
        {names.map((agent) => {
          const prompt = prompts[agent]?.trim() ?? '';
          const bare = withoutPrompt[agent] ?? 0;
          return (
            <li key={agent} className={css['agent']}>
              <span className={css['name']}>{agent}</span>
              <span className={css['prompt']} data-bare={prompt === '' && bare > 0}>
                {prompt || (bare > 0 ? `none: ${plural(bare, 'example')} without instructions` : 'none')}
              </span>
              <Button look="quiet" aria-label={`Edit the system prompt of ${agent}`} onClick={() => setEdited(agent)}>
                Edit
              </Button>
            </li>
          );
        })}
      </ul>
      {edited === null ? null : <PromptDialog agent={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function PromptDialog({ agent, onClose }: { agent: string; onClose: () => void }) {
  const stored = useSettings((settings) => settings.systemPrompts[agent] ?? '');
  const [text, setText] = useState(stored);
  async function save() {
    const { settings, updateSettings } = useWorkspace.getState();
    const { [agent]: _, ...others } = settings?.systemPrompts ?? {};
    await updateSettings({ systemPrompts: text.trim() === '' ? others : { ...others, [agent]: text } });
    onClose();
  }
  return (
    <Dialog
      title={`System prompt of ${agent}`}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={() => void attempt(save)}>
            Save
          </Button>
        </>
      }
    >
      <p className={css['about']}>
        Write what the agent is told in production, so that training and use agree. Left empty, examples keep the system
        turns of their own history, or have none.
      </p>
      <textarea
        className={css['text']}
        aria-label={`System prompt of ${agent}`}
        value={text}
        maxLength={longest}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void attempt(save);
          }
        }}
      />
    </Dialog>
  );
}
