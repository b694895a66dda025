import { memo, useMemo } from 'react';
import type { Prompt } from '../../shared/domain/comparison.ts';
import { Key } from '../keyboard/key.tsx';
import historyCss from '../labeling/history.module.css';
import { folded } from '../labeling/history-fold.ts';
import { useHistoryRoom } from '../labeling/history-room.ts';
import { roleNames } from '../labeling/names.ts';
import { breakable } from '../ui/breakable.tsx';
import { plural } from '../ui/format.ts';
import { toggleHistory } from './item-actions.ts';

type Message = Prompt['messages'][number];

/** What a message says; calls of tools as the model wrote them. */
export function saidIn(message: Message): string {
  const calls = message.role === 'assistant' ? message.toolCalls : [];
  return [message.content, ...calls.map(({ name, arguments: given }) => `${name}(${given})`)]
    .filter((text) => text !== '')
    .join('\n');
}

/** Where the customer's last words are: what stands before them is history. */
function questionAt({ messages }: Prompt): number {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  return at < 0 ? messages.length - 1 : at;
}

/** What was said before the question, as on the labeling screen: long ones fold from their oldest turn. */
export function Conversation({ prompt, open }: { prompt: Prompt; open: boolean }) {
  const room = useHistoryRoom();
  const turns = useMemo(() => {
    const at = questionAt(prompt);
    // What tools said after the question belongs to it, and is read with the history.
    return prompt.messages.filter((_, index) => index !== at).map(turnOf);
  }, [prompt]);
  const fold = useMemo(() => folded(turns, room), [turns, room]);
  const hidden = open ? 0 : fold;
  return (
    <section className={historyCss['history']} aria-labelledby="conversation">
      <h2 id="conversation" className={historyCss['eyebrow']}>
        Conversation
      </h2>
      {turns.length === 0 ? <p className={historyCss['none']}>It begins with this question.</p> : null}
      {fold > 0 ? (
        <button type="button" className={historyCss['fold']} aria-expanded={open} onClick={toggleHistory}>
          {open ? 'Fold the earlier turns' : plural(fold, 'earlier turn')} <Key command="compare.history" />
        </button>
      ) : null}
      <ol>
        {turns.slice(hidden).map((turn, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns have nothing but their place, and Enter reuses them
          <TurnEntry key={index} who={roleNames[turn.role]} said={turn.content} />
        ))}
      </ol>
    </section>
  );
}

function turnOf(message: Message) {
  return { role: message.role, content: saidIn(message), at: null, toolCalls: [], toolCallId: null };
}

const TurnEntry = memo(function TurnEntry({ who, said }: { who: string; said: string }) {
  return (
    <li className={historyCss['turn']}>
      <span className={historyCss['who']}>{who}</span>
      <p className={historyCss['said']} dir="auto">
        {breakable(said)}
      </p>
    </li>
  );
});

export function Question({ prompt }: { prompt: Prompt }) {
  const message = prompt.messages[questionAt(prompt)];
  return <>{message ? breakable(saidIn(message)) : null}</>;
}
