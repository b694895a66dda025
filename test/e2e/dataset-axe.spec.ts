import { approvedRows, conversationRows, variedRows } from '../fixtures/dataset-rows.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { test as base, expect, press } from './labeling-desk.ts';
import { judge, toDatasets } from './screens.ts';

/** The dataset screen in its states, in both themes: axe judges it, and a picture of it is kept to look at. */

const long = 'I have been waiting since the second week of August and nobody could tell me where the parcel is. ';
const longRow = sampleRow('a-sample-with-an-id-that-is-much-longer-than-any-column-of-any-screen-0123456789', {
  source: { agent_name: 'An agent whose name nobody shortened when it was set up for the northern region' },
  query: {
    text: `${long.repeat(8)}${'Unbreakable'.repeat(20)}`,
    intent: 'an_intent_that_was_generated_from_a_whole_sentence_of_the_customer',
    metadata: { history: [] },
  },
  agent_response: { text: long.repeat(10), sources: [], confidence: 0.5 },
  human_feedback: { approved: true, overall_rating: 'excellent' },
  tags: Array.from({ length: 12 }, (_, index) => `a-tag-with-a-rather-long-name-${index}`),
});
const greetings = [
  'Hello, this is Maria Lopez. The kettle that I have ordered never boils, what may I do?',
  `I am Giuseppe Maria Alessandro di Montefeltro and live in an old mill. ${long}`,
].map((text, index) =>
  sampleRow(`greeting-${index}`, {
    query: { text, metadata: { history: [] } },
    human_feedback: { approved: true, overall_rating: 'excellent' },
  }),
);
const corpora = {
  varied: { rows: [...variedRows(), longRow, ...greetings] },
  large: { rows: [...approvedRows(20), ...conversationRows(12)] },
  unreviewed: { rows: [sampleRow('only')] },
};

base.describe('datasets', () => {
  base.use({ corpus: corpora.varied });

  base('with something of everything', async ({ page }, info) => {
    base.slow();
    const judged = judge(page, info);
    await toDatasets(page);
    await expect(page.getByRole('table', { name: 'Coverage by intent' })).toBeVisible();
    await judged('dataset-overview', { wide: true });
    await page.getByRole('region', { name: 'What decides' }).press('End');
    await judged('dataset-plan-end');
    await page.getByRole('button', { name: /^Edit the system prompt of An agent/ }).click();
    await judged('dataset-prompt');
    await press(page, 'Escape');

    await press(page, '2');
    await page.getByRole('option', { name: /a-sample-with-an-id/ }).click();
    await expect(page.getByTestId('line')).toBeVisible();
    await judged('dataset-sample-long', { wide: true });
    await page.getByLabel('Format of the line').selectOption('trl-dpo');
    await expect(page.getByText('DPO pairs cannot hold it.')).toBeVisible();
    await judged('dataset-sample-no-line');
    await press(page, '1');
    await page.getByRole('button', { name: /nearly the same prompt/ }).click();
    await expect(page.getByText('stays in its place')).toBeVisible();
    await judged('dataset-sample-out');

    await press(page, '3');
    await page.getByRole('listbox').press('Enter');
    await press(page, 'k');
    await expect(page.getByText('by choice').first()).toBeVisible();
    await judged('dataset-alike', { wide: true });

    await press(page, '4');
    await page.getByRole('option', { name: /^Names/ }).click();
    await expect(page.getByRole('listbox', { name: '2 values' })).toBeVisible();
    await press(page, 'Tab', 'l');
    await judged('dataset-personal-data', { wide: true });
    await press(page, 'n');
    await page.getByLabel('Name', { exact: true }).last().fill('member id');
    await page.getByLabel('Pattern, in RE2 syntax').fill('M-[0-9]{4}');
    await page.getByLabel('Try it on a text').fill('My id is M-1234, I think.');
    await expect(page.getByRole('dialog').locator('mark')).toHaveText('M-1234');
    await judged('dataset-pattern');
    await press(page, 'Escape', 'a');
    await judged('dataset-nobodys-values');
    await press(page, 'Escape');

    await press(page, '5');
    await expect(page.getByRole('heading', { name: 'No dataset was built yet' })).toBeVisible();
    await judged('dataset-none-built', { wide: true });
    await press(page, 'ControlOrMeta+e');
    await expect(page.getByRole('listbox', { name: '1 dataset' })).toBeVisible();
    await press(page, 'v');
    await expect(page.getByText('every SHA-256 agrees')).toBeVisible();
    await page.getByLabel('At most').fill('2,000');
    await page.getByLabel('Hold-out').fill('99');
    await judged('dataset-built', { wide: true });
  });
});

base.describe('datasets that cannot be built', () => {
  base.describe('a large group', () => {
    base.use({ corpus: corpora.large });
    base('is shown', async ({ page }, info) => {
      await toDatasets(page);
      await expect(page.getByRole('checkbox', { name: 'Accept the large group' })).toBeVisible();
      await judge(page, info)('dataset-large-group');
    });
  });

  base.describe('nothing reviewed', () => {
    base.use({ corpus: corpora.unreviewed });
    base('is told, with what to do', async ({ page }, info) => {
      await toDatasets(page);
      await expect(page.getByRole('heading', { name: 'Nothing is reviewed yet' })).toBeVisible();
      const judged = judge(page, info);
      await judged('dataset-nothing', { wide: true });
      await press(page, '3');
      await expect(page.getByRole('heading', { name: 'No samples are alike' })).toBeVisible();
      await judged('dataset-none-alike');
    });
  });
});
