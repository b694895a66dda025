import type { CorrectionPattern, CorrectionsFinding } from '../../../../shared/domain/readiness.ts';
import { patternText } from '../../../../shared/rules/readiness.ts';
import {
  noPatternsText,
  patternFacts,
  patternLacks,
  patternsCaption,
  patternWords,
} from '../../../../shared/rules/readiness-patterns.ts';
import { counted } from '../../../../shared/rules/readiness-words.ts';
import { type Html, html } from './html.ts';
import { sectionHtml, verdictHtml } from './section.ts';

export function patternsHtml(finding: CorrectionsFinding): Html {
  const { patterns } = finding;
  const body =
    patterns.length === 0 ? html`<p class="soft">${noPatternsText(finding)}</p>` : html`${patterns.map(patternHtml)}`;
  return sectionHtml('What labelers change again and again', patternsCaption(finding), body);
}

function patternHtml(pattern: CorrectionPattern): Html {
  const { verdict, cases, promptLine, example } = pattern;
  const lacks = patternLacks(pattern);
  return html`<div class="pattern"><p class="text">${verdictHtml(verdict, patternWords[verdict])} <bdi>${patternText(pattern)}</bdi><b>${counted(cases, 'case')}</b></p>
<p class="faint">${patternFacts(pattern).join(' · ')}${lacks === null ? '' : `. ${lacks}`}</p>
${promptLine === null ? null : html`<p class="prompt">A prompt line might fix it: <bdi>${promptLine}</bdi></p>`}
${example === null ? null : exampleHtml(example)}</div>`;
}

/** The words around a change, of which one side may be empty. */
function exampleHtml({ draft, correction }: NonNullable<CorrectionPattern['example']>): Html {
  const sides = [
    draft === '' ? null : html`Draft: <bdi>${draft}</bdi>`,
    correction === '' ? null : html`Correction: <bdi>${correction}</bdi>`,
  ];
  return html`${sides.filter((side) => side !== null).map((side) => html`<blockquote>${side}</blockquote>`)}`;
}
