import { sampleRow } from '../fixtures/samples.ts';
import { expect, press, test } from './labeling-desk.ts';

const rows = [
  sampleRow('no-answer', { agent_response: { text: ' ', sources: [], confidence: 0.5 } }),
  sampleRow('no-question', {
    created_at: '2026-09-02T08:00:00Z',
    query: { text: ' ', metadata: { history: [] } },
  }),
];

test.use({ corpus: { rows } });

test('a text that is not there is named in its place, and before an approval', async ({ page }, info) => {
  await expect(page.locator('[aria-labelledby="answer"]')).toContainText('The answer is empty.');
  await press(page, '5', '0', 'a');
  const verdict = page.getByRole('region', { name: 'Scores and decision' });
  await expect(verdict).toContainText('Approve, but the answer is empty: it will not enter the dataset.');
  await page.screenshot({ path: info.outputPath('answer.png') });
  await press(page, 's', '2', 'k');
  await expect(verdict).toContainText('Skipped: A language I do not read well');
  await press(page, 'j');
  await expect(page.locator('[aria-labelledby="question"]')).toContainText('The question is empty.');
  await press(page, 'ControlOrMeta+2');
  const grid = page.getByRole('grid');
  await expect(grid).toContainText('The answer is empty.');
  await expect(grid).toContainText('The question is empty.');
  await expect(page.getByRole('region', { name: 'Chosen sample' })).toContainText('The question is empty.');
  await page.screenshot({ path: info.outputPath('find.png') });
});
