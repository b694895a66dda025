import type { DialogAnswer, Listing } from './dialog-messages.ts';
import type { showFiles } from './file-dialog.ts';
import type { createList } from './list.ts';
import type { showMenu } from './menu-dialog.ts';
import type { showMessage } from './message-dialog.ts';
import type { HostLink } from './messages.ts';
import type { Modal } from './modal.ts';

type Parts = {
  createList: typeof createList;
  showMessage: typeof showMessage;
  showFiles: typeof showFiles;
  showMenu: typeof showMenu;
};

/** Runs in the isolated world as its own source text: draws one dialog after another, as the host asks for them. */
export function drawDialogs(link: HostLink, modal: Modal, parts: Parts): void {
  const listings = new Map<number, (listing: Listing) => void>();
  let lists = 0;
  link.hear('listing', ([, id, listing]) => {
    listings.get(id)?.(listing);
    listings.delete(id);
  });
  const listFolder = (path: string) =>
    new Promise<Listing>((resolve) => {
      listings.set(++lists, resolve);
      link.tell('list', lists, path);
    });

  // A document that is just being parsed has nothing yet to draw on.
  const parsed = new Promise<void>((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
  let turn: Promise<unknown> = parsed;

  link.hear('dialog', ([, id, request]) => {
    turn = turn.then(async () => {
      const { promise, resolve: answer } = Promise.withResolvers<DialogAnswer>();
      if (request.kind === 'message') parts.showMessage(modal, request, answer);
      else if (request.kind === 'files') parts.showFiles(modal, parts.createList, request, listFolder, answer);
      else parts.showMenu(modal, parts.createList, request, answer);
      const answered = await promise;
      modal.close();
      link.tell('answer', id, answered);
    });
  });
}
