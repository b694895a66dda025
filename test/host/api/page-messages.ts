import { EventEmitter } from 'node:events';
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import type { Page } from '../chromium/page.ts';
import type { Size } from '../chromium/pages.ts';
import { originOf } from '../chromium/url-mapping.ts';
import { cancelable } from './event.ts';
import { answer, receive } from './ipc-main.ts';
import { defaultSession } from './session.ts';

/** What pages say that concerns others than their own window: the menu, dialogs, the theme, the power monitor. */
export const pageMessages = new EventEmitter<{
  hello: [page: Page];
  shortcut: [item: number];
  input: [];
  focus: [contents: WebContents, focused: boolean];
  resize: [contents: WebContents, size: Size];
  theme: [dark: boolean];
  menu: [page: Page];
}>();

type Contents = { whole: WebContents; mainFrame: WebFrameMain; emit(name: string, ...args: unknown[]): boolean };

export function listenToPage(page: Page, contents: Contents): void {
  page.on('message', (message) => {
    switch (message[0]) {
      case 'hello':
        defaultSession.denyAll(originOf(page.url)).catch(console.error);
        pageMessages.emit('hello', page);
        pageMessages.emit('theme', message[2]);
        return;
      case 'send':
        return receive(sendEvent(page, contents), message[1], message[2]);
      case 'invoke':
        return void respond(page, contents, message[1], message[2], message[3]);
      case 'preload-error':
        console.error(`The preload failed: ${message[1]}`);
        contents.emit('preload-error', cancelable({}), '', new Error(message[1]));
        return;
      case 'permission':
        return void decide(page, contents, message[1], message[2], message[3]);
      case 'shortcut':
        pageMessages.emit('shortcut', message[1]);
        return;
      case 'focus':
        return void pageMessages.emit('focus', contents.whole, message[1]);
      case 'resize':
        return void pageMessages.emit('resize', contents.whole, { width: message[1], height: message[2] });
      case 'input':
        return void pageMessages.emit('input');
      case 'theme':
        return void pageMessages.emit('theme', message[1]);
      case 'menu':
        pageMessages.emit('menu', page);
        return;
    }
  });
}

/** The frame is null once its document is gone, as in Electron, whoever looks and whenever. */
function invokeEvent(page: Page, contents: Contents): IpcMainInvokeEvent {
  const { generation } = page;
  return cancelable({
    type: 'frame' as const,
    processId: 1,
    frameId: 1,
    sender: contents.whole,
    get senderFrame() {
      return generation === page.generation ? contents.mainFrame : null;
    },
  });
}

function sendEvent(page: Page, contents: Contents): IpcMainEvent {
  const reply = (channel: string, ...args: unknown[]) => page.tell('event', channel, args);
  return Object.assign(invokeEvent(page, contents), { ports: [], returnValue: undefined, reply });
}

async function respond(page: Page, contents: Contents, id: number, channel: string, args: unknown[]): Promise<void> {
  const { generation } = page;
  const { ok, value } = await answer(invokeEvent(page, contents), channel, args);
  // A later document counts its calls from the start again.
  if (generation !== page.generation) return;
  try {
    page.tell('reply', id, ok, value);
  } catch (error) {
    page.tell('reply', id, false, String(error));
  }
}

async function decide(
  page: Page,
  contents: Contents,
  id: number,
  permission: string,
  about: 'request' | 'check',
): Promise<void> {
  const granted = await defaultSession.decide(about, permission, originOf(page.url), contents.whole);
  page.tell('permission', id, granted);
}
