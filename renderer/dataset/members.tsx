import type { KeyboardEvent, Ref } from 'react';
import type { Cluster } from '../../shared/domain/dataset.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { useInfo } from '../stores/workspace.ts';
import panes from '../styles/panes.module.css';
import { breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { Score } from '../ui/score.tsx';
import { type Choice, choiceOf } from './choices.ts';
import { sideNames } from './formats.ts';
import css from './members.module.css';
import { choose, usePlan } from './plan.ts';
import { askFor } from './store.ts';
import { fateWords } from './why.ts';

type Member = Cluster['samples'][number];

/** The sample that the focus is in; without one, none. */
function focused(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-member]')?.dataset['member'];
}

/** The members of a group, each with its answer and what becomes of it. */
export function Members({ cluster, ref }: { cluster: Cluster; ref: Ref<HTMLElement> }) {
  const choices = usePlan((plan) => plan.choices);
  const toggle = (choice: Choice) => (sampleId: string) =>
    choose(sampleId, choiceOf(choices, sampleId) === choice ? null : choice);
  const onFocused = (run: (sampleId: string) => void) => () => {
    const sampleId = focused();
    if (sampleId === undefined) return false;
    run(sampleId);
    return true;
  };
  useCommands({ 'dataset.keep': onFocused(toggle('keep')), 'dataset.leaveOut': onFocused(toggle('leaveOut')) });
  const rest = cluster.size - cluster.samples.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section ref={ref} className={panes['right']} tabIndex={0} aria-label="Alike samples">
      <p className={css['about']}>
        Of these the best judged stays. Keep another one, and it stays instead; keep several, and all of them stay. The
        same key again gives a sample back to the rule.
      </p>
      <ul className={css['list']} onKeyDown={moveFocus}>
        {cluster.samples.map((member) => (
          <Entry
            key={member.sampleId}
            member={member}
            choice={choiceOf(choices, member.sampleId)}
            onKeep={() => toggle('keep')(member.sampleId)}
            onLeaveOut={() => toggle('leaveOut')(member.sampleId)}
          />
        ))}
      </ul>
      {rest > 0 ? <p className={css['about']}>And {plural(rest, 'more')} that are not listed.</p> : null}
    </section>
  );
}

type EntryProps = { member: Member; choice: Choice | null; onKeep: () => void; onLeaveOut: () => void };

function Entry({ member, choice, onKeep, onLeaveOut }: EntryProps) {
  const rubric = useInfo((info) => info.rubric);
  const { fate, sampleId } = member;
  return (
    <li className={css['member']} data-member={sampleId} data-stays={fate.as === 'chosen' || undefined}>
      <div className={css['head']}>
        <Button look="quiet" className={css['id']} title="Why, and its line" onClick={() => askFor(sampleId)}>
          <code>{sampleId}</code>
        </Button>
        {member.overall === null ? null : <Score value={member.overall} />}
        <span className={css['fate']}>
          {fate.as === 'chosen' ? `Stays, in ${sideNames[fate.side]}` : fateWords(fate, rubric)}
          {choice === 'keep' ? ', by choice' : ''}
        </span>
      </div>
      <p className={css['query']}>{breakable(member.query)}</p>
      <p className={css['answer']}>{breakable(member.answer)}</p>
      <div className={css['actions']}>
        <Button aria-pressed={choice === 'keep'} onClick={onKeep}>
          Keep
        </Button>
        <Button aria-pressed={choice === 'leaveOut'} onClick={onLeaveOut}>
          Leave out
        </Button>
      </div>
    </li>
  );
}

/** Up and down go to the same button of the sample above and below. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const from = (event.target as HTMLElement).closest('[data-member]');
  if (by === 0 || !from) return;
  const members = [...event.currentTarget.querySelectorAll('[data-member]')];
  const buttons = [...from.querySelectorAll('button')];
  const to = members[members.indexOf(from) + by]?.querySelectorAll('button');
  const button = to?.[buttons.indexOf(event.target as HTMLButtonElement)];
  button?.focus();
  event.preventDefault();
}
