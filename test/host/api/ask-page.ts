import type { Page } from '../chromium/page.ts';
import type { DialogAnswer, DialogRequest } from '../page/dialog-messages.ts';
import { listFolder } from './folder-listing.ts';

let lastId = 0;

/** Shows a dialog in a page and waits for the person. It survives a reload; a window that closes cancels it. */
export function askPage(page: Page, request: DialogRequest): Promise<DialogAnswer> {
  const id = ++lastId;
  return new Promise((resolve) => {
    const done = (answer: DialogAnswer) => {
      page.off('message', receive);
      page.off('gone', cancel);
      resolve(answer);
    };
    const cancel = () => done({ kind: 'cancel' });
    const receive = (message: Parameters<Parameters<typeof page.on<'message'>>[1]>[0]) => {
      if (message[0] === 'hello') page.tell('dialog', id, request);
      if (message[0] === 'answer' && message[1] === id) done(message[2]);
      if (message[0] === 'list') void tellListing(page, message[1], message[2]);
    };
    page.on('message', receive);
    page.once('gone', cancel);
    page.tell('dialog', id, request);
  });
}

async function tellListing(page: Page, id: number, path: string): Promise<void> {
  page.tell('listing', id, await listFolder(path));
}
