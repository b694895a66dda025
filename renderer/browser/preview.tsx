import type { ReactNode } from 'react';
import type { Item } from '../../shared/contract/calls.ts';
import type { Label } from '../../shared/domain/label.ts';
import type { TeamVerdict } from '../../shared/domain/lead.ts';
import { legacyVerdict } from '../../shared/rules/legacy.ts';
import { emptyTexts, isBlankText, roleNames } from '../labeling/names.ts';
import { useSettings } from '../stores/workspace.ts';
import { breakable } from '../ui/breakable.tsx';
import { dateTime } from '../ui/format.ts';
import { Marked } from './marked.tsx';
import { mark, type Term } from './marks.ts';
import css from './preview.module.css';
import { LabelEntry, LegacyEntry, TeamEntry } from './preview-labels.tsx';

type PreviewProps = {
  item: Item;
  history: readonly Label[];
  team: readonly TeamVerdict[];
  terms: readonly Term[];
  /** Null while the list shows nothing but this conversation. */
  onConversation: ((conversationId: string) => void) | null;
};

/** The chosen sample, whole, with every label it was given. */
export function Preview({ item, history, team, terms, onConversation }: PreviewProps) {
  const { sample } = item;
  const showSignals = useSettings((settings) => settings.showSignals);
  // Until this labeler has judged, the agent's own confidence stays out of sight.
  const showConfidence = sample.confidence !== null && (showSignals || item.label !== null);
  // While the team says something, the verdict in the row is its own, or counts no more.
  const legacy = team.length > 0 ? null : legacyVerdict(sample.feedback, sample.flags.qualityReviewed);
  const { conversationId } = sample;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className={css['preview']} aria-label="Chosen sample" tabIndex={0}>
      <dl className={css['facts']}>
        <Fact name="Agent" value={sample.agent} />
        <Fact name="Intent" value={sample.intent ?? 'none'} />
        <Fact name="Date" value={dateTime(sample.createdAt)} />
        {showConfidence ? <Fact name="Confidence" value={sample.confidence?.toFixed(2) ?? ''} /> : null}
        {sample.tags.length > 0 ? <Fact name="Tags" value={sample.tags.join(', ')} wide /> : null}
        <Fact name="Id" value={<code>{sample.sampleId}</code>} wide />
      </dl>
      {sample.history.length > 0 ? (
        <details className={css['history']}>
          <summary>{sample.history.length === 1 ? '1 earlier turn' : `${sample.history.length} earlier turns`}</summary>
          {sample.history.map((turn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: turns have no other identity and never move
            <p key={index} className={css['turn']}>
              <span className={css['role']}>{roleNames[turn.role]}</span>
              {breakable(turn.content)}
            </p>
          ))}
        </details>
      ) : null}
      <h2 className={css['eyebrow']}>Customer asks</h2>
      <p className={css['query']} data-empty={isBlankText(sample.query) || undefined}>
        {isBlankText(sample.query) ? emptyTexts.query : <Marked pieces={mark(sample.query, terms)} />}
      </p>
      <h2 className={css['eyebrow']}>Draft answer</h2>
      <div className={css['answer']} data-empty={isBlankText(sample.response) || undefined}>
        {isBlankText(sample.response) ? emptyTexts.response : <Marked pieces={mark(sample.response, terms)} />}
      </div>
      {sample.sources.length > 0 ? (
        <>
          <h2 className={css['eyebrow']}>Sources</h2>
          <ol className={css['sources']}>
            {sample.sources.map((source, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: ids may repeat, and sources never move
              <li key={index} className={css['source']}>
                <i>{index + 1}</i>
                <span>{source.title}</span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
      <h2 className={css['eyebrow']}>Labels</h2>
      {history.length + team.length === 0 && !legacy ? <p className={css['none']}>Not labeled yet.</p> : null}
      <ol className={css['labels']}>
        {history.toReversed().map((label) => (
          <LabelEntry key={label.id} label={label} standing={label.id === item.label?.id} />
        ))}
        {team.toReversed().map((said) => (
          <TeamEntry key={said.id} said={said} />
        ))}
        {legacy ? <LegacyEntry verdict={legacy} /> : null}
      </ol>
      {conversationId === null || onConversation === null ? null : (
        <button type="button" className={css['conversation']} onClick={() => onConversation(conversationId)}>
          Find the whole conversation
        </button>
      )}
    </section>
  );
}

function Fact({ name, value, wide = false }: { name: string; value: ReactNode; wide?: boolean }) {
  return (
    <div className={css['fact']} data-wide={wide || undefined}>
      <dt>{name}</dt>
      <dd title={typeof value === 'string' ? value : undefined}>{value}</dd>
    </div>
  );
}
