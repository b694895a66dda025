import { conversationRows } from '../fixtures/dataset-rows.ts';
import { refusedMarker } from '../openai/training-file.ts';
import { addWorkbench, begin, expect, run, test, toFinetune } from './finetune-desk.ts';

const rows = conversationRows(24);
const [, , , , , , , , , refused] = rows;
if (refused) refused.agent_response.text = `Nobody takes this. ${refusedMarker}`;

test.use({ corpus: { rows } });

test('a line that the provider refuses leads to its sample among the turns of its conversation', async ({
  page,
  openai: { server },
}) => {
  await toFinetune(page);
  await addWorkbench(page, server);
  await begin(page, 'meta-llama/Llama-3.3-70B-Instruct');
  await run(page)
    .getByRole('button', { name: /^Find the sample of line \d+$/ })
    .click({ timeout: 40_000 });
  await expect(page).toHaveTitle(/^Find/);
  await expect(page.getByRole('row', { selected: true })).toContainText('Nobody takes this.');
});
