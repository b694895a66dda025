import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, type TestInfo } from '@playwright/test';

/** Passes the welcome of the demo workspace and waits for the loop. */
export async function toLabeling(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Go straight to labeling/ }).click();
  await expect(page.getByRole('radiogroup', { name: /Factuality/ })).toBeVisible();
}

/** A window that takes keys: a start is too short for a person to press one earlier. */
async function started(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
}

export async function toFind(page: Page): Promise<void> {
  await started(page);
  await page.keyboard.press('ControlOrMeta+2');
  await expect(rowAt(page, 0)).toBeFocused();
}

export async function toImport(page: Page): Promise<void> {
  await started(page);
  await page.keyboard.press('ControlOrMeta+3');
  await expect(page.getByRole('heading', { name: 'Import samples' })).toBeVisible();
}

export async function toDatasets(page: Page): Promise<void> {
  await started(page);
  await page.keyboard.press('ControlOrMeta+7');
  await expect(page.getByRole('complementary', { name: 'Plan' })).toBeVisible();
}

export async function toSettings(page: Page): Promise<void> {
  await started(page);
  await page.keyboard.press('ControlOrMeta+4');
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible();
}

/** A row of the sample browser by its place in the list; the head is row 1 of the grid. */
export function rowAt(page: Page, index: number) {
  return page.locator(`[role="row"][aria-rowindex="${index + 2}"]`);
}

/** Drops files as a person does: they come from the disk, so they have a path. */
export async function dropFiles(page: Page, paths: string[]): Promise<void> {
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, id: 'dropped' });
    input.setAttribute('aria-label', 'dropped');
    document.body.append(input);
  });
  await page.locator('#dropped').setInputFiles(paths);
  const drag = (types: string[]) =>
    page.evaluate((types) => {
      const dataTransfer = new DataTransfer();
      for (const file of document.querySelector<HTMLInputElement>('#dropped')?.files ?? [])
        dataTransfer.items.add(file);
      for (const type of types)
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }, types);
  // Nobody drops in the instant in which the files come over the window.
  await drag(['dragenter', 'dragover']);
  await expect(page.getByText('Drop to import')).toBeVisible();
  await drag(['dragover', 'drop']);
  await page.evaluate(() => document.querySelector('#dropped')?.remove());
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with what is on the screen now. */
export async function violations(page: Page): Promise<string[]> {
  // Legacy mode: axe then needs no page of its own, which an Electron window cannot open.
  const found = await new AxeBuilder({ page }).withTags(standards).setLegacyMode().analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/** Has axe judge what is on the screen in both themes, and keeps pictures of it to look at. */
export function judge(page: Page, info: TestInfo) {
  return async (name: string, { wide = false } = {}) => {
    const before = page.viewportSize();
    for (const theme of ['light', 'dark'] as const) {
      if (before) await page.setViewportSize(before);
      await page.emulateMedia({ colorScheme: theme });
      expect.soft(await violations(page), `${name}, ${theme}`).toEqual([]);
      for (const size of wide ? sizes : sizes.slice(0, 1)) {
        await page.setViewportSize(size);
        await page.screenshot({ path: info.outputPath(`${name}-${theme}-${size.width}.png`) });
      }
    }
  };
}
