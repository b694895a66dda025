import { useRef, useState } from 'react';
import type { CorrectionPattern, CorrectionsFinding } from '../../shared/domain/readiness.ts';
import { patternText } from '../../shared/rules/readiness.ts';
import {
  noPatternsText,
  patternFacts,
  patternLacks,
  patternsCaption,
  patternWords,
} from '../../shared/rules/readiness-patterns.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { ExamplesDialog } from './examples.tsx';
import css from './patterns.module.css';
import { Section } from './section.tsx';
import { VerdictMark } from './verdict-mark.tsx';

/** So many that are not consistent are worth a look at once. */
const mostAtOnce = 6;

/** What labelers change again and again; the examples of each are a key away. */
export function Patterns({ finding }: { finding: CorrectionsFinding }) {
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<CorrectionPattern | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const consistent = finding.patterns.filter(({ verdict }) => verdict !== 'not met');
  const others = finding.patterns.filter(({ verdict }) => verdict === 'not met');
  const shown = [...consistent, ...(all ? others : others.slice(0, mostAtOnce))];
  useCommands({
    'readiness.examples': () => {
      const focused = list.current?.querySelector<HTMLElement>('li:focus-within')?.dataset['index'];
      const pattern = shown[Number(focused ?? 0)];
      if (!pattern) return false;
      setOpened(pattern);
      return true;
    },
  });
  return (
    <Section id="patterns" title="What labelers change again and again" small={patternsCaption(finding)}>
      {shown.length === 0 ? <p className={css['empty']}>{noPatternsText(finding)}</p> : null}
      <ul ref={list} className={css['list']}>
        {shown.map((pattern, index) => (
          <Pattern key={pattern.id} pattern={pattern} index={index} onExamples={() => setOpened(pattern)} />
        ))}
      </ul>
      {others.length > mostAtOnce && !all ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show {plural(others.length - mostAtOnce, 'more pattern')}
        </Button>
      ) : null}
      {opened === null ? null : <ExamplesDialog pattern={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}

type PatternProps = { pattern: CorrectionPattern; index: number; onExamples: () => void };

function Pattern({ pattern, index, onExamples }: PatternProps) {
  const { verdict, cases, promptLine } = pattern;
  const lacks = patternLacks(pattern);
  const text = patternText(pattern);
  const facts = patternFacts(pattern).join(' · ');
  return (
    <li className={css['pattern']} data-index={index}>
      <VerdictMark verdict={verdict} word={patternWords[verdict]} quiet />
      <div className={css['what']}>
        <p className={css['text']}>
          <bdi>{text}</bdi>
        </p>
        <p className={css['facts']}>{lacks === null ? facts : `${facts}. ${lacks}`}</p>
        {promptLine === null ? null : (
          <p className={css['prompt']}>
            A prompt line might fix it: <q>{promptLine}</q>
          </p>
        )}
      </div>
      <b className={css['cases']}>{plural(cases, 'case')}</b>
      <Button look="quiet" onClick={onExamples} aria-label={`Examples: ${text}`}>
        Examples {index === 0 ? <Key command="readiness.examples" /> : null}
      </Button>
    </li>
  );
}
