import type { ModelPrice } from '../../../../shared/domain/costs.ts';
import { type CountedReadiness, findingOf } from '../../../../shared/domain/readiness.ts';
import { costLines, costSentence, endText } from '../../../../shared/rules/readiness-costs.ts';
import { dayText } from '../../../../shared/rules/readiness-words.ts';
import { type Html, html } from './html.ts';
import { sectionHtml } from './section.ts';

const heads = ['Training', 'Base in', 'Base out', 'Tuned in', 'Tuned out', 'Hosting'];

export function costsHtml(counted: CountedReadiness): Html {
  const { readiness, costs } = counted;
  const cost = findingOf(readiness, 'cost');
  const approval = findingOf(readiness, 'approval').approval?.share ?? null;
  const lines = costLines(counted, cost, approval).map(({ name, how, amount, total }) => {
    const row = html`<th scope="row">${name}</th><td class="how soft">${how}</td><td class="amount">${amount}</td>`;
    return total ? html`<tr class="total">${row}</tr>` : html`<tr>${row}</tr>`;
  });
  const columns = heads.map((head) => html`<th scope="col" class="amount">${head}</th>`);
  const { currency, models } = costs.prices;
  const body = html`<table><tbody>${lines}</tbody></table>
<p class="soft">${costSentence(cost)}</p>
<h3>Prices, ${currency} per million tokens, hosting per hour</h3>
<table class="prices"><thead><tr><th scope="col">Model</th>${columns}<th scope="col">Ends</th><th scope="col">Read</th></tr></thead>
<tbody>${models.map(priceHtml)}</tbody></table>`;
  const model = cost.model === null ? 'no model is chosen' : `of ${cost.model}`;
  return sectionHtml('Cost and benefit', `an estimate, ${model}`, body);
}

function priceHtml(row: ModelPrice): Html {
  const amounts = [row.training, row.baseInput, row.baseOutput, row.tunedInput, row.tunedOutput, row.hosting];
  const cells = amounts.map((amount) => html`<td class="amount">${amount ?? '?'}</td>`);
  return html`<tr><th scope="row">${row.model}</th>${cells}<td>${endText(row.shutdown)}</td><td><span class="soft">${dayText(row.asOf, true)}, ${row.source}</span></td></tr>`;
}
