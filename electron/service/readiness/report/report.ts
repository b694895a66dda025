import { type CountedReadiness, type Finding, findingOf, type Readiness } from '../../../../shared/domain/readiness.ts';
import { approvalCaption, approvalPlot, approvalTable, leftOutText } from '../../../../shared/plots/approval.ts';
import { coverageCaption, coverageRows, funnelRows } from '../../../../shared/plots/bars.ts';
import { scoredLabels, scorePlots, scoresCaption, scoresTable } from '../../../../shared/plots/scores.ts';
import { findingText, overallText } from '../../../../shared/rules/readiness.ts';
import { filterText } from '../../../../shared/rules/readiness-words.ts';
import { costsHtml } from './costs.ts';
import { Html, html } from './html.ts';
import { patternsHtml } from './patterns.ts';
import { barsHtml, numbersHtml, plotHtml } from './plots.ts';
import { sectionHtml, verdictHtml } from './section.ts';
import { style } from './style.ts';

/** Nothing may be fetched and nothing run, whatever a text in it says. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A count of readiness as one HTML file that needs nothing else: what the page shows, for whoever has no window. The same
 * count gives the same bytes on any machine.
 *
 * @param workspace its name
 */
export function reportOf(counted: CountedReadiness, workspace: string): string {
  const { readiness, filters } = counted;
  const { title, detail } = overallText(readiness);
  const about = filterText(filters);
  const asOf = `${readiness.asOf.slice(0, 16).replace('T', ' ')} UTC`;
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Readiness of ${workspace}: ${title}</title>
<style>${new Html(style)}</style>
<body>
<header>
<h1>${title}</h1>
<p class="soft">${detail}</p>
<p class="faint">Workspace <bdi>${workspace}</bdi>, as of ${asOf}${about === null ? '' : `, ${about}`}.</p>
</header>
<main>
${sectionHtml('Criteria', null, criteriaHtml(readiness))}
<div class="two">
<div>
${approvalHtml(readiness)}
${scoresHtml(readiness)}
</div>
<div>
${sectionHtml('From collected to exported', 'samples', barsHtml(funnelRows(readiness.funnel), ['Step', 'Samples']))}
</div>
</div>
${coverageHtml(readiness)}
${patternsHtml(findingOf(readiness, 'corrections'))}
${costsHtml(counted)}
</main>
<footer>
<p>Shares have Wilson’s score interval. Approval is judged when 100, 250, 500, 1,000 labels and so on are there, and all
looks together are wrong once in twenty times at most. A plateau is a gain that is surely under 8 points, in answers that
are surely below the bar. Costs are an estimate, as good as the figures in it.</p>
<p>Made by Assay.</p>
</footer>
</body>
</html>
`.text;
}

function criteriaHtml({ findings }: Readiness): Html {
  return html`<table class="criteria"><colgroup><col class="verdicts"><col class="titles"><col></colgroup><thead class="hidden"><tr><th scope="col">Verdict</th><th scope="col">Criterion</th><th scope="col">Finding</th></tr></thead>
<tbody>${findings.map(rowHtml)}</tbody></table>`;
}

function rowHtml(finding: Finding): Html {
  const { title, number, evidence, settle } = findingText(finding);
  const more = settle === null ? null : html`<p class="settle">${settle}</p>`;
  return html`<tr><td>${verdictHtml(finding.verdict)}</td><th scope="row">${title}</th><td><b>${number}</b><p>${evidence}</p>${more}</td></tr>`;
}

function approvalHtml(readiness: Readiness): Html {
  const finding = findingOf(readiness, 'approval');
  const caption = approvalCaption(finding);
  const plot = approvalPlot(finding);
  const leftOut = leftOutText(finding);
  const drawn = plot
    ? html`${plotHtml(plot)}${numbersHtml(`Production approval, ${caption}`, approvalTable(finding))}`
    : html`<p class="soft">No label says anything about production yet.</p>`;
  const note = leftOut === null ? null : html`<p class="faint">${leftOut}</p>`;
  return sectionHtml('Production approval', caption, html`${drawn}${note}`);
}

function scoresHtml({ scores }: Readiness): Html {
  if (scoredLabels(scores) === 0)
    return sectionHtml('Scores', null, html`<p class="soft">No label is resolved yet.</p>`);
  const caption = scoresCaption(scores);
  const plots = scorePlots(scores).map(({ title, plot }) => html`<div><h3>${title}</h3>${plotHtml(plot)}</div>`);
  const numbers = numbersHtml(`Scores ${caption}`, scoresTable(scores));
  return sectionHtml('Scores', caption, html`<div class="scores">${plots}</div>${numbers}`);
}

function coverageHtml(readiness: Readiness): Html {
  const rows = coverageRows(findingOf(readiness, 'coverage'));
  const columns = ['Intent', 'Share of the dataset', ...(rows.some(({ note }) => note !== null) ? ['Needs'] : [])];
  if (rows.length === 0)
    return sectionHtml('Coverage by intent', null, html`<p class="soft">No sample names an intent.</p>`);
  // Side by side, the commoner half at the left.
  const half = Math.ceil(rows.length / 2);
  const halves = [rows.slice(0, half), rows.slice(half)].filter(({ length }) => length > 0);
  const body = html`<div class="two">${halves.map((part) => barsHtml(part, columns))}</div>`;
  return sectionHtml('Coverage by intent', coverageCaption, body);
}
