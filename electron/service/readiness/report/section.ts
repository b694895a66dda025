import type { ReadinessVerdict } from '../../../../shared/domain/readiness.ts';
import { verdictMarks } from '../../../../shared/plots/verdict-marks.ts';
import { type Html, html } from './html.ts';

export function sectionHtml(title: string, small: string | null, body: Html): Html {
  return html`<section><h2>${title}${small === null ? null : html`<small>${small}</small>`}</h2>
${body}</section>`;
}

/** A verdict as a word with a shape of its own. */
export function verdictHtml(verdict: ReadinessVerdict, word: string = verdict): Html {
  return html`<span class="verdict ${verdict.replace(' ', '-')}"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="${verdictMarks[verdict]}"/></svg>${word}</span>`;
}
