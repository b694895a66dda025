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
import { quietVerdictHtml, sectionHtml } from './section.ts';

export function patternsHtml(finding: CorrectionsFinding): Html {
  const { patterns } = finding;
  const body =
    patterns.length === 0 ? html`<p class="soft">${noPatternsText(finding)}</p>` : html`${patterns.map(patternHtml)}`;
  return sectionHtml('What labelers change again and again', patternsCaption(finding), body);
}

function patternHtml(pattern: CorrectionPattern): Html {
  const { verdict, cases, promptLine, example } = pattern;
  const lacks = patternLacks(pattern);
  const facts = patternFacts(pattern).join(' · ');
  return html`<div class="pattern">${quietVerdictHtml(verdict, patternWords[verdict])}
<div><p><bdi>${patternText(pattern)}</bdi></p>
<p class="faint">${lacks === null ? facts : `${facts}. ${lacks}`}</p>
${promptLine === null ? null : html`<p class="prompt">A prompt line might fix it: <bdi>${promptLine}</bdi></p>`}
${example === null ? null : exampleHtml(example)}</div>
<b>${counted(cases, 'case')}</b></div>`;
}

/** The words around a change, of which one side may be empty. */
function exampleHtml({ draft, correction }: NonNullable<CorrectionPattern['example']>): Html {
  const sides = [
    draft === '' ? null : html`Draft: <bdi>${draft}</bdi>`,
    correction === '' ? null : html`Correction: <bdi>${correction}</bdi>`,
  ];
  return html`${sides.filter((side) => side !== null).map((side) => html`<blockquote>${side}</blockquote>`)}`;
}
