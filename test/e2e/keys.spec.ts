import type { CDPSession, Page } from '@playwright/test';
import { ask, expect, press, question, ready, scale, scoreOf, test, told, verdictOf } from './labeling-desk.ts';

type Stroke = { key: string; code: string; keyCode?: number; modifiers?: number; text?: string; repeat?: boolean };

/** A key as the browser gets it from a keyboard of another layout: below Playwright, which knows only QWERTY. */
async function strike(cdp: CDPSession, ...strokes: Stroke[]): Promise<void> {
  for (const { key, code, keyCode = 0, modifiers = 0, text = '', repeat = false } of strokes) {
    const common = { key, code, modifiers, windowsVirtualKeyCode: keyCode };
    await cdp.send('Input.dispatchKeyEvent', {
      type: text === '' ? 'rawKeyDown' : 'keyDown',
      ...common,
      text,
      autoRepeat: repeat,
    });
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common });
  }
}

const session = (page: Page) => page.context().newCDPSession(page);
const enter: Stroke = { key: 'Enter', code: 'Enter', keyCode: 13, text: '\r' };

test('AZERTY: digits without Shift, letters where the keycap says', async ({ page }) => {
  const cdp = await session(page);
  await strike(
    cdp,
    { key: '(', code: 'Digit5', text: '(' },
    { key: 'à', code: 'Digit0', text: 'à' },
    // Where QWERTY has Q.
    { key: 'a', code: 'KeyQ', text: 'a' },
    enter,
  );
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({ decision: 'approve', scores: { factuality: 5, overall: 5 } });
});

test('QWERTZ: undo by Ctrl+Z, where QWERTY has Y; find by Shift+7', async ({ page }) => {
  const cdp = await session(page);
  await strike(cdp, { key: '4', code: 'Digit4', text: '4' }, { key: '3', code: 'Digit3', text: '3' });
  await strike(cdp, { key: 'z', code: 'KeyY', modifiers: 2 });
  expect([await scoreOf(page, 'Factuality'), await scoreOf(page, 'Helpfulness')]).toEqual(['4', null]);
  await strike(cdp, { key: '/', code: 'Digit7', modifiers: 8, text: '/' });
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('Cyrillic: letters by their place', async ({ page }) => {
  const cdp = await session(page);
  await strike(
    cdp,
    { key: '2', code: 'Digit2', text: '2' },
    { key: '0', code: 'Digit0', text: '0' },
    { key: 'к', code: 'KeyR', text: 'к' },
    { key: '1', code: 'Digit1', text: '1' },
    enter,
  );
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({ decision: 'reject', reasons: ['tone_adjustment'] });
});

test('the keypad scores with NumLock on and off', async ({ page }) => {
  const cdp = await session(page);
  await strike(
    cdp,
    { key: '5', code: 'Numpad5', text: '5' },
    { key: 'ArrowDown', code: 'Numpad2', keyCode: 40 },
    { key: 'End', code: 'Numpad1', keyCode: 35 },
  );
  expect(await Promise.all(['Factuality', 'Helpfulness', 'Tone'].map((name) => scoreOf(page, name)))).toEqual([
    '5',
    '2',
    '1',
  ]);
});

test('a composition types, and its keys run nothing', async ({ page }) => {
  const cdp = await session(page);
  // Before the focus is in a text: what the input method has taken is not ours.
  await strike(cdp, { key: 'Process', code: 'Digit3', keyCode: 229 }, { key: 'Process', code: 'KeyA', keyCode: 229 });
  expect(await scoreOf(page, 'Factuality')).toBeNull();
  await press(page, 'n');
  await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  await strike(cdp, { key: 'Enter', code: 'Enter', keyCode: 229 });
  await cdp.send('Input.insertText', { text: '日本' });
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('日本');
  await expect(question(page, 's-01')).toBeVisible();
});

test('AltGr and dead keys run nothing', async ({ page }) => {
  const cdp = await session(page);
  await strike(
    cdp,
    { key: 'e', code: 'KeyE', modifiers: 1 | 2 },
    { key: 'Dead', code: 'KeyA' },
    { key: 'a', code: 'KeyA', modifiers: 1 },
  );
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Approve' })).not.toBeChecked();
});

test('a held digit scores one criterion; a held arrow walks', async ({ page }) => {
  const cdp = await session(page);
  const five: Stroke = { key: '5', code: 'Digit5', text: '5' };
  await strike(cdp, five, { ...five, repeat: true }, { ...five, repeat: true });
  expect([await scoreOf(page, 'Factuality'), await scoreOf(page, 'Helpfulness')]).toEqual(['5', null]);
  const down: Stroke = { key: 'ArrowDown', code: 'ArrowDown', keyCode: 40 };
  await strike(cdp, down, { ...down, repeat: true });
  await expect(scale(page, 'Policy').locator(':focus')).toBeAttached();
});

test('typing in text runs no command, whatever is typed', async ({ page }) => {
  await press(page, 'n');
  await page.keyboard.type('1 2 3 a r e s u j k ? / 0');
  await press(page, 'Enter');
  await page.keyboard.type('and on');
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('1 2 3 a r e s u j k ? / 0\nand on');
  expect(await scoreOf(page, 'Factuality')).toBeNull();
  await press(page, 'ControlOrMeta+z');
  await expect(page.getByRole('textbox', { name: 'Note' })).not.toHaveValue(/and on$/);
  await expect(question(page, 's-01')).toBeVisible();
});

test('a screen reader finds radio groups with their anchors, and a choice by click stays where it is', async ({
  page,
}) => {
  await expect(page.getByRole('radiogroup')).toHaveCount(7);
  await page.getByRole('radio', { name: '4: Professional and kind, a phrase could go' }).click();
  expect(await scoreOf(page, 'Tone')).toBe('4');
  await expect(scale(page, 'Tone').locator(':focus')).toBeAttached();
  // Digits work with the focus on a radio button, and each group is one stop of Tab.
  await press(page, '3');
  expect(await scoreOf(page, 'Tone')).toBe('3');
  await page.getByRole('radio', { name: '4: True; a harmless detail has no source' }).focus();
  await press(page, 'Tab');
  await expect(scale(page, 'Helpfulness').locator(':focus')).toBeAttached();
  await page.getByRole('radio', { name: 'Reject' }).click();
  await page.getByRole('checkbox', { name: 'Policy' }).press('Space');
  await expect(page.getByRole('checkbox', { name: 'Policy' })).toBeChecked();
});

test('without single keys the verdict is given by arrows, Tab and Enter', async ({ page }) => {
  await ask(page, 'shell.updatePreferences', { singleKeys: false });
  await press(page, '5', 'a', 's', '?');
  expect(await scoreOf(page, 'Factuality')).toBeNull();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  for (let n = 0; n < 6; n += 1) await press(page, 'ArrowRight', 'ArrowRight', 'ArrowDown');
  await press(page, 'ArrowRight', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({ decision: 'approve', scores: { tone: 4 } });
  await press(page, 'F1');
  await expect(page.getByRole('dialog', { name: 'All keys' })).toContainText('Single keys are switched off');
});

test('the palette finds a command by a few letters, shows its key, and runs it where the focus was', async ({
  page,
}) => {
  await press(page, '4', 'ControlOrMeta+k');
  const field = page.getByRole('combobox', { name: 'Command' });
  await expect(field).toBeFocused();
  await page.keyboard.type('approve');
  await expect(page.getByRole('option', { name: /^Approve/ })).toContainText('A');
  await press(page, 'Enter');
  await expect(page.getByRole('radio', { name: 'Approve' })).toBeChecked();
  await press(page, 'ControlOrMeta+k');
  await press(page, 'Escape');
  await expect(page.getByRole('radio', { name: 'Approve' })).toBeFocused();
});

test('a key is remapped in the settings, its conflict is shown, and it holds after a restart', async ({
  page,
  relaunch,
}) => {
  await press(page, 'ControlOrMeta+4');
  await page.getByRole('button', { name: 'Approve: A. Change this key' }).press('Enter');
  await press(page, 'r');
  await expect(page.getByRole('alert')).toContainText('Approve, Reject');
  // The row is where one looks: the sentence above the list may have scrolled away.
  await expect(page.getByText('R is also the key of Reject: only one of them will hear it.')).toBeInViewport();
  await page.getByRole('button', { name: 'Approve: R. Change this key' }).press('Enter');
  await press(page, 'y');
  await expect(page.getByRole('alert')).toHaveCount(0);

  const { page: again } = await relaunch();
  await ready(again);
  await press(again, '5', '0', 'a');
  await expect(again.getByRole('radio', { name: 'Approve' })).not.toBeChecked();
  await press(again, 'y', 'Enter');
  await expect(question(again, 's-02')).toBeVisible();
});

test('the key sheet lists every key in groups, in text too', async ({ page }) => {
  await press(page, '?');
  const sheet = page.getByRole('dialog', { name: 'All keys' });
  await expect(sheet.getByRole('heading', { name: 'Scoring' })).toBeVisible();
  await press(page, 'Escape', 'n');
  await page.keyboard.type('?');
  await expect(sheet).toBeHidden();
  await press(page, 'F1');
  await expect(sheet).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await expect(told(page)).toBeAttached();
});
