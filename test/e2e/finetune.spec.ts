import type { Page } from '@playwright/test';
import {
  addWorkbench,
  ask,
  begin,
  enterKey,
  expect,
  goodKey,
  history,
  preflight,
  press,
  run,
  test,
  toFinetune,
} from './finetune-desk.ts';

const openModel = 'meta-llama/Llama-3.3-70B-Instruct';
const pricedModel = 'gpt-4o-mini-2024-07-18';
const endedModel = 'gpt-3.5-turbo-1106';

/** Everything that the page holds: its elements, and what stands in its fields. */
const heldBy = (page: Page) =>
  page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
    ].join('\n'),
  );

const options = (page: Page) => page.getByRole('listbox').getByRole('option');

test('a server without TLS is refused in words, one of one’s own is added, and its key is tried and never shown', async ({
  page,
  openai: { server },
}) => {
  await toFinetune(page);
  await press(page, 'p');
  await expect(options(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Add a server of your own…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Björn’s box, 2');
  await expect(page.getByText('bjorn-s-box-2')).toBeVisible();
  await page.getByLabel('Address', { exact: true }).fill('http://example.com/v1');
  await page.getByLabel('Largest file, in MB').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The address has no TLS')).toBeVisible();
  await expect(page.getByLabel('Address', { exact: true })).toBeFocused();
  await expect(page.getByText('A number above 0.')).toBeVisible();
  expect(await ask(page, 'providers.list', undefined)).toHaveLength(2);

  await page.getByLabel('Address', { exact: true }).fill(server.url);
  await page.getByLabel('Largest file, in MB').fill('200');
  await page.getByRole('switch', { name: 'Large files in parts' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(options(page)).toHaveCount(3);
  const [, , own] = await ask(page, 'providers.list', undefined);
  expect(own).toMatchObject({
    id: 'bjorn-s-box-2',
    baseUrl: server.url,
    key: 'none',
    capabilities: { dpo: true, parts: false, metadata: true, largestFile: 200_000_000 },
  });

  await press(page, 'k');
  const key = page.getByLabel('Key', { exact: true });
  await key.fill('  ');
  await press(page, 'Enter');
  await expect(key).toHaveJSProperty('validationMessage', 'Not only blanks.');
  await press(page, 'Escape');
  await enterKey(page, 'sk-wrong');
  await expect(page.getByRole('alert')).toContainText('does not take this key');
  await enterKey(page, goodKey);
  await expect(page.getByText(/It takes the key and lists 9 models, 8 with an announced end/)).toBeVisible();
  await expect(page.getByRole('row', { name: endedModel })).toContainText('ended on 28 Sep 2026');
  await expect(page.getByText('Key kept').first()).toBeVisible();
  expect(await heldBy(page)).not.toContain(goodKey);

  await page.getByRole('button', { name: 'Forget the key' }).press('Enter');
  await expect(page.getByText('No key. Nothing can be asked of it before there is one.')).toBeVisible();
  // The button is gone, and the keys go on where it was.
  await expect(page.getByRole('region', { name: 'Björn’s box, 2' })).toBeFocused();

  // At another address there is no key, and none is left behind at the one before.
  await enterKey(page, goodKey);
  for (const address of ['https://example.com/v1', server.url]) {
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByLabel('Address', { exact: true }).fill(address);
    const forgotten = page.getByText('The one for the old address is forgotten.');
    await expect(forgotten).toHaveCount(address === server.url ? 0 : 1);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('No key. Nothing can be asked of it before there is one.')).toBeVisible();
  }

  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(options(page)).toHaveCount(2);
  // All about it is gone, and the keys go on in the list.
  await expect(page.getByRole('listbox')).toBeFocused();
});

test('a preflight refuses what cannot work, and what can is begun after it was typed, followed and plotted', async ({
  page,
  openai: { server, exchanges },
}) => {
  test.slow();
  await toFinetune(page);
  await expect(page.getByRole('heading', { name: 'No run was begun yet' })).toBeVisible();
  await addWorkbench(page, server);
  await press(page, 'n');
  await expect(page.getByRole('region', { name: 'Plan of the run' })).toBeFocused();
  await press(page, 'Tab');
  await expect(page.getByLabel('Dataset')).toBeFocused();
  await page.getByLabel('Epochs').fill('many');
  await press(page, 'ControlOrMeta+e');
  await expect(page.getByText('A whole number from 1 to 50, or nothing.')).toBeVisible();
  await expect(page.getByLabel('Model to tune')).toBeFocused();

  await page.getByLabel('Epochs').fill('2');
  await page.getByLabel('Model to tune').fill(endedModel);
  await expect(page.getByText('It ended on 28 Sep 2026')).toBeVisible();
  await press(page, 'ControlOrMeta+e');
  await expect(preflight(page).getByRole('heading', { name: 'It cannot be begun' })).toBeVisible();
  await expect(preflight(page).getByRole('listitem').filter({ hasText: 'refused' })).toContainText(
    `${endedModel} ended on 28 Sep 2026.`,
  );
  await expect(page.getByRole('button', { name: 'Begin the run' })).toHaveCount(0);

  // Another model is another plan: what was found is gone with the first letter.
  await page.getByLabel('Model to tune').fill(openModel);
  await expect(preflight(page).getByRole('heading', { name: 'Look before you spend' })).toBeVisible();
  await press(page, 'ControlOrMeta+e');
  await expect(preflight(page).getByRole('heading', { name: 'It can be begun' })).toBeVisible();
  // So it is with what must be typed.
  await page.getByLabel('Confirm by typing above, USD').fill('5');
  await press(page, 'Enter');
  await expect(preflight(page).getByRole('heading', { name: 'Look before you spend' })).toBeVisible();
  await press(page, 'ControlOrMeta+e');
  await expect(preflight(page).getByRole('heading', { name: 'It can be begun' })).toBeVisible();
  await page.getByLabel('Type “unknown cost” to confirm').fill('whatever');
  await press(page, 'Enter');
  await expect(page.getByText('Type exactly “unknown cost”, or leave it.')).toBeVisible();
  expect(exchanges.filter(({ route }) => route === 'POST /fine_tuning/jobs')).toHaveLength(0);
  await page.getByLabel('Type “unknown cost” to confirm').fill('unknown cost');
  await press(page, 'Enter');

  await expect(run(page).getByRole('heading', { name: openModel })).toBeVisible();
  await expect(history(page)).toContainText('Workbench made the job ftjob-');
  await expect(run(page).getByRole('img', { name: /^Loss: training from .* validation from/ })).toBeVisible({
    timeout: 40_000,
  });
  await expect(options(page).first()).toContainText('done', { timeout: 40_000 });
  await expect(page.getByRole('contentinfo')).toHaveText(/providersA run again\?/);
  await expect(history(page)).toContainText('The tuned model answers as ft:meta-llama/Llama-3.3-70B-Instruct:');
  await expect(run(page).getByRole('table', { name: 'Checkpoints' }).getByRole('row')).toHaveCount(3);
  await expect(run(page).getByRole('log', { name: 'Events' })).toContainText('The job has successfully completed');
  expect(exchanges.filter(({ route }) => route === 'POST /fine_tuning/jobs')).toHaveLength(1);

  await run(page).getByRole('button', { name: 'Autumn' }).click();
  await expect(page.getByRole('heading', { name: 'Autumn' })).toBeVisible();
  await toFinetune(page);
  await press(page, 'a');
  await expect(page.getByLabel('Model to tune')).toHaveValue(openModel);
  await expect(page.getByLabel('Epochs')).toHaveValue('2');
});

test.describe('at its own speed', () => {
  test.use({ speed: 1 });

  test('a run is cancelled by keys, and the list and its run are read by keys', async ({
    page,
    openai: { server },
  }) => {
    test.slow();
    await toFinetune(page);
    await addWorkbench(page, server);
    await begin(page, pricedModel);
    await expect(run(page)).toContainText('validating files');
    const waits = run(page)
      .getByRole('status')
      .filter({ hasText: /takes no more for now.*Asking again at \d\d:\d\d:\d\d on \d+ \w+\.$/ });
    const asksNow = run(page).getByRole('button', { name: 'Ask now' });
    await expect(asksNow).toHaveCount(0);
    // It would wait for a day.
    server.faults.next('GET /fine_tuning/jobs/:id', { kind: 'rate-limit', retryAfterSeconds: 86_400 });
    await expect(waits).toBeVisible({ timeout: 20_000 });
    await expect(asksNow).toBeVisible();
    await expect(page.getByRole('contentinfo')).toHaveText(/providersR ask nowC cancelA run again\?/);
    await press(page, 'r');
    await expect(waits).toHaveCount(0);
    await expect(asksNow).toHaveCount(0);
    await begin(page, openModel);
    await expect(history(page)).toContainText('Workbench made the job ftjob-');

    // The form is gone, and the keys go on in the list.
    await expect(page.getByRole('listbox', { name: '2 runs' })).toBeFocused();
    await press(page, 'ArrowDown');
    await expect(run(page).getByRole('heading', { name: pricedModel })).toBeVisible();
    await press(page, 'Enter');
    await expect(run(page)).toBeFocused();
    await press(page, 'Escape');
    await expect(page.getByRole('listbox', { name: '2 runs' })).toBeFocused();

    await press(page, 'c');
    await expect(page.getByRole('dialog')).toContainText('Workbench has not told what was spent by now');
    await press(page, 'Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await run(page).getByRole('button', { name: 'Cancel…' }).press('Enter');
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    // The button that opened the dialog is gone.
    await expect(run(page)).toBeFocused();
    await expect(options(page).last()).toContainText(/cancel/);
    await expect(options(page).last()).toContainText('cancelled', { timeout: 20_000 });
    await expect(options(page).first()).not.toContainText('cancel');
    await expect(run(page).getByRole('button', { name: 'Cancel…' })).toHaveCount(0);

    // Jobs asks as well before a run is lost, and offers nothing for one that is over.
    await press(page, 'ControlOrMeta+j');
    const other = page.getByRole('region', { name: `${openModel} on ` });
    await page.getByRole('option').filter({ hasText: openModel }).click();
    await other.getByRole('button', { name: 'Cancel…' }).press('Enter');
    await expect(page.getByRole('dialog')).toContainText('No model comes of it');
    await page.getByRole('button', { name: 'Cancel the job' }).click();
    await expect(other).toContainText('It cannot be taken up again.', { timeout: 20_000 });
    await expect(other.getByRole('button', { name: 'Resume' })).toHaveCount(0);
    await expect(page.getByRole('listbox')).toBeFocused();
  });
});
