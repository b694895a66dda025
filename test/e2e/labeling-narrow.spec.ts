import type { Page } from '@playwright/test';
import { sampleRow } from '../fixtures/samples.ts';
import { ask, expect, press, test } from './labeling-desk.ts';

const said = 'I ordered two oat lattes on Friday and only one came in the bag, and the receipt says two.';

const row = sampleRow('narrow', {
  query: {
    text: 'So can I have my money back for the second one?',
    metadata: {
      history: ['user', 'assistant', 'user', 'assistant'].map((role) => ({
        role: role as 'user' | 'assistant',
        content: said,
      })),
    },
  },
  agent_response: {
    text: Array.from({ length: 6 }, () => `${said} You get your money back within our window of 14 days [1].`).join(
      '\n\n',
    ),
    sources: [{ id: 'policy', text: 'Refunds within 14 days.', metadata: { title: 'policy: refunds' } }],
    confidence: 0.7,
  },
});

const second = sampleRow('second', { ...row, sample_id: 'second', created_at: '2026-09-02T08:00:00Z' });

test.use({ corpus: { rows: [row, second] } });

/** A window of 1440 × 900 at 150, 175, 200, 225 and 360 %. */
const sizes = [
  { width: 960, height: 600 },
  { width: 823, height: 514 },
  { width: 720, height: 450 },
  { width: 640, height: 400 },
  { width: 400, height: 600 },
];

/** What lies over something else or beside the window, of the parts of the screen that hold text. */
const misplaced = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the window'] : [];
    const names = ['[data-scroll="history"]', 'aside', '[data-scroll="answer"]', '[data-scroll="rubric"]'];
    const parts = names.flatMap((name) => {
      const part = document.querySelector(name);
      return part ? [{ name, part, box: part.getBoundingClientRect() }] : [];
    });
    const outside = parts
      .filter(({ part, box }) => box.left < 0 || box.right > innerWidth + 0.5 || part.scrollWidth > part.clientWidth)
      .map(({ name }) => `${name} is wider than it may be`);
    const over = parts.flatMap(({ name, box }, index) =>
      parts
        .slice(index + 1)
        .filter(
          ({ box: other }) =>
            Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 &&
            Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 1,
        )
        .map((other) => `${name} lies over ${other.name}`),
    );
    const flat = parts.filter(({ box }) => box.height < 60 || box.width < 280).map(({ name }) => `${name} has no room`);
    const bars = [...document.querySelectorAll('header, footer')].flatMap((bar) => {
      let end = 0;
      return [...bar.querySelectorAll('button, span, kbd')]
        .filter((one) => one.childElementCount === 0 && one.textContent !== '' && one.checkVisibility())
        .map((one) => one.getBoundingClientRect())
        .filter(({ top, width }) => top < bar.getBoundingClientRect().bottom && width > 0)
        .sort((a, b) => a.left - b.left)
        .flatMap(({ left, right }) => {
          const wrong = left < end - 1 || right > innerWidth + 0.5;
          end = right;
          return wrong ? [`${bar.localName} at ${Math.round(left)}`] : [];
        });
    });
    return [...wide, ...outside, ...over, ...flat, ...bars];
  });

/** True when what has the focus can be seen. */
const focusSeen = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return false;
    const { left, right, top, bottom } = activeElement.getBoundingClientRect();
    // Between header and footer; what is taller than the window is seen where it crosses it.
    const [from, to] = [Math.max(top, 40), Math.min(bottom, innerHeight - 40)];
    const seen = document.elementFromPoint((left + right) / 2, (from + to) / 2);
    return seen !== null && (activeElement.contains(seen) || (activeElement.parentElement?.contains(seen) ?? false));
  });

for (const size of sizes)
  test(`at ${size.width} × ${size.height} everything of a sample is readable, and the keys lead to it`, async ({
    page,
  }, info) => {
    await page.setViewportSize(size);
    const look = async (name: string) => {
      await page.screenshot({ path: info.outputPath(`${name}.png`) });
      expect.soft(await misplaced(page), name).toEqual([]);
    };
    await look('fresh');
    const steps = [
      ['5', '5', '4', '4', '4', '4', 'a'],
      ['r', '2'],
      ['n'],
      ['Escape', 'e', 'x'],
      ['Escape'],
      ['1', 'm'],
    ];
    for (const keys of steps)
      for (const key of keys) {
        await press(page, key);
        await expect.poll(() => focusSeen(page), `the focus after ${key}`).toBe(true);
      }
    await look('edit');
    await press(page, 'i');
    await expect.soft(page.getByRole('region', { name: 'Guidelines' })).toBeInViewport();
    await look('guidelines');
    await press(page, 'Escape');
    await expect.poll(() => focusSeen(page)).toBe(true);
    await press(page, 'h');
    await look('history');
    await ask(page, 'shell.updatePreferences', { theme: 'dark' });
    await look('dark');
  });

test('at 400 pixels Space reads on, and a new sample is read from its beginning', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 500 });
  const first = page.getByRole('heading', { name: 'Conversation' });
  await press(page, '5');
  await expect(first).not.toBeInViewport();
  await press(page, 'j');
  await expect(first).toBeInViewport();
  await press(page, 'Space');
  await expect(first).not.toBeInViewport();
});
