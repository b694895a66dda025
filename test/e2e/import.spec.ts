import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { sampleRow } from '../fixtures/samples.ts';
import { expect, test } from './fixture.ts';
import { dropFiles, rowAt, toFind, toImport, toLabeling } from './screens.ts';

const line = (id: string) => `${JSON.stringify(sampleRow(id))}\n`;

/** The entry of an import in the list, by the file's name. */
function job(page: Page, file: string) {
  return page.getByRole('list', { name: 'Imports' }).getByRole('listitem').filter({ hasText: file });
}

/** Enough rows that an import of them is still running when a person has seen it start. */
async function writeLong(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  for (let index = 0; index < rows; index += 1) if (!file.write(line(`long-${index}`))) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

test.beforeEach(({ page }) => toLabeling(page));

test('files that are dropped anywhere are imported, each with its numbers', async ({ page, userData }) => {
  const [first, second] = [join(userData, 'first.ndjson'), join(userData, 'second.csv')];
  await writeFile(first, line('a') + line('b'));
  await writeFile(
    second,
    'sample_id,created_at,agent_name,query,response\nc,2026-09-01T08:00:00Z,Returns,Can I?,"Yes, you can."\n',
  );
  await dropFiles(page, [first, second]);
  await expect(job(page, 'first.ndjson')).toContainText('2 lines: 2 new');
  await expect(job(page, 'second.csv')).toContainText('1 line: 1 new');
  await expect(page.getByText('159 samples')).toBeVisible();

  // Again: the same rows change nothing.
  await dropFiles(page, [first]);
  await expect(job(page, 'first.ndjson').first()).toContainText('0 new, 2 unchanged');
  await page.keyboard.press('ControlOrMeta+2');
  await expect(page.getByText('159 of 159')).toBeVisible();
});

test('what hangs over the window is told where it may fall', async ({ page }) => {
  const over = (type: string) =>
    page.evaluate((type) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['{}'], 'a.ndjson'));
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }, type);
  await over('dragenter');
  await expect(page.getByText('Drop to import')).toBeVisible();
  await over('dragleave');
  await expect(page.getByText('Drop to import')).toHaveCount(0);
});

test('a file with bad lines keeps the good ones and reports the others', async ({
  page,
  userData,
  answerDialog,
  app,
}) => {
  const path = join(userData, 'mixed.ndjson');
  await writeFile(path, `${line('good')}{"sample_id": 7}\nnot json\n`);
  await answerDialog('showOpenDialog', { canceled: false, filePaths: [path] });
  await page.keyboard.press('ControlOrMeta+i');
  const entry = job(page, 'mixed.ndjson');
  await expect(entry).toContainText('3 lines: 1 new, 2 not taken');

  await app.evaluate(({ shell }) => {
    shell.showItemInFolder = (shown) => {
      Object.assign(globalThis, { shown });
    };
  });
  await entry.getByRole('button', { name: 'Show the report' }).click();
  const shown = await app.evaluate(() => (globalThis as { shown?: string }).shown ?? '');
  const report = await readFile(shown, 'utf8');
  expect(report).toContain('created_at');
  expect(report.trim().split('\n').length).toBeGreaterThanOrEqual(2);
});

test('an import is watched, stopped, resumed, survives a crash, and ends with every row', async ({
  page,
  userData,
  answerDialog,
  kill9,
  relaunch,
}) => {
  test.slow();
  const path = join(userData, 'long.ndjson');
  await writeLong(path, 170_000);
  await answerDialog('showOpenDialog', { canceled: false, filePaths: [path] });
  await page.keyboard.press('ControlOrMeta+i');
  const entry = job(page, 'long.ndjson');
  await expect(entry.getByRole('progressbar')).toBeVisible();
  await expect(entry).toContainText('%');

  // On another screen the header tells of it, and leads back.
  await page.keyboard.press('ControlOrMeta+4');
  await page.getByRole('button', { name: /^Importing/ }).click();
  await entry.getByRole('button', { name: 'Cancel' }).click();
  await expect(entry).toContainText('Cancelled');
  await expect(entry).toContainText('it goes on from there');

  await entry.getByRole('button', { name: 'Resume' }).click();
  await expect(entry.getByRole('progressbar')).toBeVisible();
  await kill9();

  const again = await relaunch();
  await toImport(again.page);
  const found = job(again.page, 'long.ndjson');
  await expect(found).toContainText('Interrupted');
  await found.getByRole('button', { name: 'Resume' }).click();
  await expect(found).toContainText('170,000 lines', { timeout: 60_000 });
  await expect(again.page.getByText('170,156 samples')).toBeVisible();

  // More rows than an element is tall: the list still reaches the last one, and the row before it.
  await toFind(again.page);
  await expect(again.page.getByText('170,156 of 170,156')).toBeVisible();
  await again.page.keyboard.press('End');
  await expect(rowAt(again.page, 170_155)).toBeFocused();
  await expect(rowAt(again.page, 170_155)).toBeInViewport({ ratio: 1 });
  await expect(rowAt(again.page, 170_155)).toContainText('how long do i have to return something');
  await again.page.keyboard.press('ArrowUp');
  await expect(rowAt(again.page, 170_154)).toBeFocused();
});

test('a file that cannot be read says what happened, what is safe and what to do', async ({ page, userData }) => {
  const path = join(userData, 'empty.csv');
  await writeFile(path, 'a,b\n1,2\n');
  await dropFiles(page, [path]);
  const entry = job(page, 'empty.csv');
  await expect(entry).toContainText('Failed');
  await expect(entry).toContainText('lacks the columns sample_id');
  await expect(entry).toContainText('nothing was changed');
});

test('files that gave nothing are no success, are counted among the earlier ones, and a bad line is named', async ({
  page,
  userData,
}, info) => {
  const write = async (name: string, text: string) => {
    const path = join(userData, name);
    await writeFile(path, text);
    return path;
  };
  await dropFiles(page, [await write('nothing.ndjson', ''), await write('all-bad.ndjson', '{"sample_id": 7}\n')]);
  await expect(job(page, 'nothing.ndjson')).toContainText('Empty file');
  await expect(job(page, 'nothing.ndjson')).toContainText('No sample is in this file');
  await expect(job(page, 'all-bad.ndjson')).toContainText('Nothing taken');

  const good = ['a', 'b', 'c'].map((id) => write(`${id}.ndjson`, line(id)));
  const one = await write('one-bad.ndjson', line('d') + line('e').replace('0.8', '8'));
  await dropFiles(page, [...(await Promise.all(good)), one]);
  await expect(job(page, 'one-bad.ndjson')).toContainText(
    /1 not taken\s*Line 2: `agent_response\.confidence` is 8, but must be a number between 0 and 1/,
  );
  // The demo's own import is the third.
  await expect(page.getByRole('button', { name: '3 earlier, 2 failed' })).toBeVisible();
  await page.screenshot({ path: info.outputPath('imports.png') });
});
