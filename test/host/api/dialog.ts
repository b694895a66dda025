import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute } from 'node:path';
import type {
  BaseWindow,
  Dialog,
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron';
import type { Page } from '../chromium/page.ts';
import { onlyKnown } from '../guard.ts';
import type { DialogAnswer, DialogRequest, FilesRequest } from '../page/dialog-messages.ts';
import { app } from './app.ts';
import { askPage } from './ask-page.ts';
import { openDialogPage } from './dialog-page.ts';
import { openWindows } from './window-registry.ts';

type Call<O> = [BaseWindow, O] | [O];

/** Asks in the window that the call names, or in any, or in one of its own where the app has none yet. */
async function ask(window: BaseWindow | undefined, request: DialogRequest): Promise<DialogAnswer> {
  const windows = openWindows();
  const owner = windows.find(({ id }) => id === window?.id) ?? windows.at(-1);
  if (owner) return askPage(await owner.contents.opened, request);
  const page: Page = await openDialogPage(app.name);
  try {
    return await askPage(page, request);
  } finally {
    page.close();
  }
}

const split = <O>(call: Call<O>): [BaseWindow | undefined, O] =>
  call.length === 2 ? [call[0], call[1]] : [undefined, call[0]];

function messageOf(options: MessageBoxOptions): Extract<DialogRequest, { kind: 'message' }> {
  const buttons = options.buttons?.length ? options.buttons : ['OK'];
  const dismissive = buttons.findIndex((label) => /^(cancel|no)$/i.test(label));
  return {
    kind: 'message',
    severity: options.type ?? 'none',
    title: options.title ?? '',
    message: options.message,
    detail: options.detail ?? '',
    buttons,
    defaultId: options.defaultId ?? 0,
    cancelId: options.cancelId ?? Math.max(dismissive, 0),
    checkboxLabel: options.checkboxLabel ?? '',
    checkboxChecked: options.checkboxChecked ?? false,
  };
}

/** `defaultPath` may be a folder, a file in one, or a mere name. */
async function startingPoint(defaultPath = ''): Promise<Pick<FilesRequest, 'folder' | 'name'>> {
  if (defaultPath === '') return { folder: homedir(), name: '' };
  if (!isAbsolute(defaultPath)) return { folder: homedir(), name: defaultPath };
  const isFolder = await stat(defaultPath).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? { folder: defaultPath, name: '' } : { folder: dirname(defaultPath), name: basename(defaultPath) };
}

async function filesOf(
  options: OpenDialogOptions | SaveDialogOptions,
  mode: FilesRequest['mode'],
): Promise<FilesRequest> {
  const labels = { save: 'Save', file: 'Open', folder: 'Choose' };
  return {
    kind: 'files',
    mode,
    title: options.title ?? labels[mode],
    message: options.message ?? '',
    buttonLabel: options.buttonLabel ?? labels[mode],
    filters: options.filters ?? [],
    ...(await startingPoint(options.defaultPath)),
  };
}

/** Members are plain and replaceable: a test answers a dialog by putting its own function here. */
export const dialog = onlyKnown(
  {
    async showMessageBox(...call: Call<MessageBoxOptions>): Promise<MessageBoxReturnValue> {
      const [window, options] = split(call);
      const request = messageOf(options);
      const answer = await ask(window, request);
      if (answer.kind === 'button') return { response: answer.button, checkboxChecked: answer.checkbox };
      return { response: request.cancelId, checkboxChecked: request.checkboxChecked };
    },

    async showOpenDialog(...call: Call<OpenDialogOptions>): Promise<OpenDialogReturnValue> {
      const [window, options] = split(call);
      const isFolder = options.properties?.includes('openDirectory') ?? false;
      const answer = await ask(window, await filesOf(options, isFolder ? 'folder' : 'file'));
      if (answer.kind !== 'path') return { canceled: true, filePaths: [] };
      if (isFolder) await mkdir(answer.path, { recursive: true });
      return { canceled: false, filePaths: [answer.path] };
    },

    async showSaveDialog(...call: Call<SaveDialogOptions>): Promise<SaveDialogReturnValue> {
      const [window, options] = split(call);
      const answer = await ask(window, await filesOf(options, 'save'));
      if (answer.kind !== 'path') return { canceled: true, filePath: '' };
      const [ending] = options.filters?.[0]?.extensions.filter((extension) => extension !== '*') ?? [];
      const isBare = ending !== undefined && !basename(answer.path).includes('.');
      return { canceled: false, filePath: isBare ? `${answer.path}.${ending}` : answer.path };
    },

    /** Also on stderr, because Electron shows it before there is a window. */
    showErrorBox(title: string, content: string): void {
      console.error(`${title}\n${content}`);
      const request = messageOf({ type: 'error', message: title, detail: content });
      if (openWindows().length > 0) ask(undefined, request).catch(console.error);
    },
  } satisfies Pick<Dialog, 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog' | 'showErrorBox'>,
  'dialog',
);
