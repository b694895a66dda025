import { describe, expect, it } from 'vitest';
import { PersonalData } from '../../electron/service/dataset/personal-data.ts';
import { readinessOf } from '../../electron/service/readiness/readiness.ts';
import { reportOf } from '../../electron/service/readiness/report/report.ts';
import { withoutPersonalData } from '../../electron/service/readiness/without-personal-data.ts';
import { defaultPersonalData } from '../../shared/domain/personal-data.ts';
import type { CountedReadiness } from '../../shared/domain/readiness.ts';
import { findingText, overallText } from '../../shared/rules/readiness.ts';
import { edit } from '../fixtures/corrections.ts';
import { readyData } from '../fixtures/readiness.ts';

const all = { agent: null, tags: [], from: null, to: null };

function counted(change: Partial<ReturnType<typeof readyData>> = {}): CountedReadiness {
  const data = { ...readyData(), ...change };
  const { prices, assumptions, trainingTokens, labelingHours } = data.costs;
  return {
    readiness: readinessOf(data),
    filters: all,
    costs: { prices, assumptions },
    figures: { trainingTokens, labelingHours },
  };
}

/** What an element or an attribute would be, if a text became markup. */
const hostile = `</title></style><script>alert(1)</script><img src=x onerror="alert('2')">&amp;\u202e`;

describe('the report', () => {
  it('says what the page says', () => {
    const count = counted();
    const report = reportOf(count, 'Coffee bar');
    const { title, detail } = overallText(count.readiness);
    expect(report).toContain(`<h1>${title}</h1>`);
    expect(report).toContain(detail);
    for (const finding of count.readiness.findings) {
      const { title: name, number, evidence } = findingText(finding);
      for (const text of [name, number, evidence]) expect(report).toContain(text.replaceAll("'", '&#39;'));
    }
    expect(report).toContain('Workspace <bdi>Coffee bar</bdi>, as of 2026-11-26 00:00 UTC.');
    expect(report).toContain('6,920');
    expect(report.match(/<svg class="plot"/g)).toHaveLength(7);
  });

  it('is the same bytes for the same count', () => {
    expect(reportOf(counted(), 'w')).toBe(reportOf(counted(), 'w'));
  });

  it('asks nobody for anything and runs nothing', () => {
    const report = reportOf(counted(), 'w');
    expect(report).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\shref=|url\(|@import|\son\w+=/i);
    expect(report).toContain(`content="default-src &#39;none&#39;;`);
  });

  it('lets no text become markup', () => {
    const data = readyData();
    const [model] = data.costs.prices.models;
    if (!model) throw new Error('no model');
    const count = counted({
      intents: data.intents.map((row, index) => ({ ...row, intent: index === 0 ? hostile : row.intent })),
      verdicts: data.verdicts.map((verdict) => ({ ...verdict, model: hostile, promptVersion: hostile })),
      edits: Array.from({ length: 60 }, (_, index) =>
        edit(index, 'It is here.', `It is here. Bye <b>${hostile}</b> now.`),
      ),
      costs: {
        ...data.costs,
        prices: { currency: 'EUR', models: [{ ...model, model: hostile, source: `javascript:${hostile}` }] },
        assumptions: { ...data.costs.assumptions, model: hostile },
      },
    });
    const report = reportOf({ ...count, filters: { ...all, agent: hostile, tags: [hostile] } }, hostile);
    expect(report).not.toMatch(/<script|<img|<b>[^<]*alert/i);
    expect(report).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    // Each opened element is one of ours, and the style ends once.
    expect(report.match(/<\/style>/g)).toHaveLength(1);
    expect(report.match(/<\/title>/g)).toHaveLength(1);
    const names = new Set(Array.from(report.matchAll(/<([a-z][a-z0-9]*)/g), ([, name]) => name));
    expect([...names].filter((name) => name === 'img' || name === 'script')).toEqual([]);
    // No attribute was broken out of: every value that is in quotes ends at its own.
    expect(report).not.toMatch(/="[^"]*"[^\s/>]/);
  });

  it('quotes nobody’s address in an example', () => {
    const edits = Array.from({ length: 60 }, (_, index) =>
      edit(
        index,
        `Write to ben.${index}@example.org about order ${index}.`,
        `Please write to ben.${index}@example.org about order ${index}.`,
      ),
    );
    const count = counted({ edits });
    expect(reportOf(count, 'w')).toContain('@example.org');
    const readiness = withoutPersonalData(count.readiness, new PersonalData(defaultPersonalData));
    const report = reportOf({ ...count, readiness }, 'w');
    expect(report).not.toContain('@example.org');
    expect(report).toContain('[EMAIL_1]');
  });

  it('stands with nothing to show', () => {
    const data = readyData();
    const none = [0, 0, 0, 0, 0];
    const report = reportOf(
      counted({
        dataset: { samples: 0, reviewed: 0 },
        verdicts: [],
        edits: [],
        entrants: [],
        reReviewVerdicts: [],
        intents: [],
        scores: { factuality: none, helpfulness: none, tone: none, policy: none, completeness: none, overall: none },
        funnel: { collected: 0, reviewed: 0, resolved: 0, approved: 0, past_gate: 0, after_duplicates: 0 },
        costs: { ...data.costs, trainingTokens: null, labelingHours: null },
      }),
      'empty',
    );
    expect(report).toContain('No label says anything about production yet.');
    expect(report).toContain('No sample names an intent.');
    expect(report).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});
