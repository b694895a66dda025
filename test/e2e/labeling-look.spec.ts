import type { Page } from '@playwright/test';
import { sampleRow } from '../fixtures/samples.ts';
import { ask, expect, press, test } from './labeling-desk.ts';
import { violations } from './screens.ts';

const turns = [
  'I ordered two oat lattes on Friday and only one came in the bag, and the receipt says two.',
  'I am sorry about that. Could you tell me the order number? It is on the receipt, five digits, below the date.',
  '60179. It says two on the receipt but there was one in the bag.',
  'Thank you, I found order 60179 with two oat lattes, paid by card on Friday at 8:12.',
  'Yes, that is the one. I was in a hurry and only noticed at the office.',
  'That is easily done. One moment, I am looking at what our policy says about missing items.',
];
const answer = `I understand how frustrating that is, and I'm sorry it has happened twice. I have checked order 60179 [1]: two oat lattes at 4.80 each, and only one was handed over at the counter on Friday morning.

You are entitled to a refund to your card for the missing drink, since it is well within our 14-day window [2]. I have started a refund of 4.80 [3]; it should arrive in three to five working days, and your bank will show it under our name. You do not need to send anything back or come by the shop.

For last month's double charge I could not find a ticket [4], so I have opened one for you and a colleague will look at both payments and write to you by tomorrow noon. If the second charge is ours, it goes back to the same card.

Is there anything else that I can help you with?`;

/** Six turns of history, an answer of 150 words and four sources: what must be read without scrolling. */
const reference = sampleRow('reference', {
  query: {
    text: "So can I have my money back for the second one? I don't want store credit, I was charged twice last month as well and nobody answered.",
    metadata: {
      history: turns.map((content, index) => ({
        role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
        content,
      })),
    },
  },
  agent_response: {
    text: answer,
    sources: ['get_order_details', 'policy: refunds', 'start_refund', 'search_tickets'].map((title) => ({
      id: title,
      text: `{"source":"${title}","items":[{"name":"Oat latte","quantity":2,"price":4.8}]}`,
      metadata: { title },
    })),
    confidence: 0.7,
  },
  customer_outcome: { resolved: true, csat: 5 },
});
const second = sampleRow('second', { created_at: '2026-09-02T08:00:00Z' });

test.use({ corpus: { rows: [reference, second] } });

/** The columns that must be scrolled to be read whole. */
const scrolling = (page: Page) =>
  page
    .locator('[data-scroll]')
    .evaluateAll((columns) =>
      columns.flatMap((column) =>
        column.scrollHeight > column.clientHeight ? [(column as HTMLElement).dataset['scroll']] : [],
      ),
    );

for (const height of [800, 640])
  test(`the reference sample needs no scrolling at 1280 × ${height}, from the first score to the decision`, async ({
    page,
  }) => {
    expect(answer.split(/\s+/).length).toBeGreaterThanOrEqual(150);
    await page.setViewportSize({ width: 1280, height });
    expect(await scrolling(page)).toEqual([]);
    for (const key of ['5', '4', '5', '2', '4', '3', 'a', 'r', '2', 'Escape']) {
      await press(page, key);
      expect([key, await scrolling(page)]).toEqual([key, []]);
    }
  });

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing in any state, ${theme}`, async ({ page }) => {
    // Fifteen states, and axe takes a second or two for each.
    test.slow();
    await ask(page, 'shell.updatePreferences', { theme });
    await ask(page, 'workspace.updateSettings', { showSignals: true });
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Draft answer' })).toBeVisible();
    const states: [string, string[]][] = [
      ['fresh', []],
      ['deciding, with what keeps it out', ['5', '4', '2', '0', 'a']],
      ['rejecting', ['r', '2']],
      ['note', ['n']],
      ['tags', ['Escape', 't', 'o']],
      ['guidelines', ['Escape', 'i']],
      ['sources', ['Escape', 'o', 'Enter']],
      ['skipping', ['o', 's']],
      ['editing', ['Escape', 'e', 'x']],
      ['final scores', ['Escape', 'ArrowDown', 'ArrowDown']],
      ['palette', ['ControlOrMeta+k']],
      ['key sheet', ['Escape', 'F1']],
      ['jump', ['Escape', 'g']],
      ['pause', ['Escape', 'p']],
      ['end', ['x', 'j', 'j']],
    ];
    for (const [state, keys] of states) {
      await press(page, ...keys);
      expect([state, await violations(page)]).toEqual([state, []]);
    }
  });
