import type { Page } from '../chromium/page.ts';
import { pages } from '../chromium/pages.ts';
import { toChromium } from '../chromium/url-mapping.ts';
import { protocol } from './protocol.ts';

const SCHEME = 'chromium-host';
const SIZE = { width: 640, height: 520 };

/** An empty page in a window of its own, for a dialog that comes before the app has a window. */
export async function openDialogPage(title: string): Promise<Page> {
  if (!protocol.isProtocolHandled(SCHEME)) protocol.handle(SCHEME, () => emptyPage(title));
  const loaded = Promise.withResolvers<void>();
  const page = await pages.open(toChromium(`${SCHEME}://dialog/`), SIZE, { source: '', path: '', argv: [] }, (made) =>
    made.once('loaded', () => loaded.resolve()),
  );
  await loaded.promise;
  return page;
}

function emptyPage(title: string): Response {
  const escaped = title.replace(/[&<]/g, (character) => `&#${character.charCodeAt(0)};`);
  return new Response(`<!doctype html><meta charset="utf-8"><title>${escaped}</title>`, {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}
