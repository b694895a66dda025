import type { ReadinessVerdict } from '../../../../shared/domain/readiness.ts';
import { verdictMarks } from '../../../../shared/plots/verdict-marks.ts';
import { type Html, html } from './html.ts';

export function sectionHtml(title: string, small: string | null, body: Html): Html {
  return html`<section><h2>${title}${small === null ? null : html`<small>${small}</small>`}</h2>
${body}</section>`;
}

/** A verdict as a word with a shape of its own. */
export function verdictHtml(verdict: ReadinessVerdict): Html {
  return markHtml(verdict, verdict, verdict.replace(' ', '-'));
}

/** A verdict on what nobody misses where it is not met. */
export function quietVerdictHtml(verdict: ReadinessVerdict, word: string): Html {
  return markHtml(verdict, word, verdict === 'not met' ? '' : verdict.replace(' ', '-'));
}

function markHtml(verdict: ReadinessVerdict, word: string, look: string): Html {
  return html`<span class="verdict ${look}"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="${verdictMarks[verdict]}"/></svg>${word}</span>`;
}
