import { channels } from '../../shared/contract/bridge.ts';
import { addServer, ask, enterKey, expect, goodKey, press, test, toFinetune, toView } from './finetune-desk.ts';

test('a model is added, its provider says until when it is there, and what people note stays', async ({
  page,
  openai: { server },
}) => {
  await toFinetune(page);
  await addServer(page, server, 'Workbench');
  await press(page, 'm');
  await page.getByRole('button', { name: 'Add a model…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').selectOption('Workbench');
  await dialog.getByRole('textbox').fill('gpt-4o-mini-2024-07-18');
  await press(page, 'Enter');

  const model = page.getByRole('region', { name: 'gpt-4o-mini-2024-07-18' });
  await expect(model).toContainText('nobody has asked its provider yet');
  await model.focus();
  await press(page, 't');
  const error = page.getByRole('complementary', { name: 'Error' });
  await expect(error).toContainText('There is no key for Workbench here.');
  await toView(page, 'Providers');
  await page.getByRole('option', { name: /Workbench/ }).click();
  await enterKey(page, goodKey);
  await press(page, 'm', 't');
  await expect(model).toContainText('there, as of');
  await expect(error).toHaveCount(0);
  await expect(model).toContainText('ends on 14 Jan 2027');
  await model.getByRole('textbox').fill('Cheap enough for the night.');
  // Nobody asks for what is typed to be kept, and another screen comes at once.
  await toView(page, 'Runs');
  await toView(page, 'Models');
  await expect(model.getByRole('textbox')).toHaveValue('Cheap enough for the night.');
  await expect
    .poll(async () => (await ask(page, 'models.list', undefined))[0]?.notes)
    .toBe('Cheap enough for the night.');
});

test('a model is added to the provider that is shown, though the providers came after the form', async ({
  page,
  app,
}) => {
  const providers = await ask(page, 'providers.list', undefined);
  await app.evaluate(
    ({ ipcMain }, { channel, providers }) => {
      const come = new Promise((resolve) => Object.assign(globalThis, { come: resolve }));
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, async (_event, name: string, added: unknown) => {
        if (name === 'models.add') Object.assign(globalThis, { added });
        else if (name === 'providers.list') await come;
        else if (name !== 'models.list') await new Promise(() => {});
        return { ok: true, value: name === 'providers.list' ? providers : [] };
      });
    },
    { channel: channels.call, providers },
  );
  await toFinetune(page);
  await press(page, 'm');
  await page.getByRole('button', { name: 'Add a model…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await app.evaluate(() => (globalThis as { come?: () => void }).come?.());
  await expect(dialog.getByRole('combobox')).toContainText('OpenAI');
  await dialog.getByRole('textbox').fill('gpt-4o');
  await press(page, 'Enter');
  await expect(dialog).toHaveCount(0);
  const added = await app.evaluate(() => (globalThis as { added?: unknown }).added);
  expect(added).toEqual({ providerId: 'openai', name: 'gpt-4o' });
});
