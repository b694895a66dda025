import { browser } from './browser.ts';
import { pages } from './pages.ts';
import type { EventParams } from './protocol.ts';
import { headerToApp, headerToChromium, originOf, toApp } from './url-mapping.ts';

type Paused = EventParams<'Fetch.requestPaused'>;

/** Answers a request to one of the app's schemes; undefined where no handler is registered. */
export type SchemeHandler = (scheme: string) => ((request: Request) => Response | Promise<Response>) | undefined;

/** Every request of every page, worker and frame stops here once. */
export async function interceptRequests(handlerOf: SchemeHandler): Promise<void> {
  browser.on('event', ({ method, params }) => {
    if (method !== 'Fetch.requestPaused') return;
    decide(params, handlerOf).catch((error) => {
      console.error(`host: ${toApp(params.request.url)} failed: ${error instanceof Error ? error.message : error}`);
      fail(params, 'Failed');
    });
  });
  await browser.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

async function decide(paused: Paused, handlerOf: SchemeHandler): Promise<void> {
  const { requestId, request, resourceType, frameId } = paused;
  const url = toApp(request.url);
  if (resourceType === 'Document' && frameId && !(await admitsNavigation(paused, url))) return fail(paused, 'Aborted');
  if (url === request.url) return void (await browser.send('Fetch.continueRequest', { requestId }));
  // Chromium's own wish for a tab icon; Electron has no tabs and never asks.
  if (resourceType === 'Other' && url.endsWith('/favicon.ico')) return fail(paused, 'Failed');
  const handler = handlerOf(new URL(url).protocol.slice(0, -1));
  if (!handler) return fail(paused, 'Failed');
  const response = await handler(await toRequest(paused, url));
  // Response.error() is a network error, and has no status that Chromium would take.
  if (response.status === 0) return fail(paused, 'Failed');
  await browser.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: Array.from(response.headers, ([name, value]) => ({ name, value: headerToChromium(name, value) })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}

async function admitsNavigation({ frameId, redirectedRequestId }: Paused, url: string): Promise<boolean> {
  const page = frameId ? await pages.ofFrame(frameId) : undefined;
  if (!page) return true;
  const isMainFrame = frameId === page.targetId;
  if (isMainFrame && page.expectsNavigation) {
    page.expectsNavigation = false;
    return true;
  }
  return page.admits({ url, isMainFrame, isRedirect: redirectedRequestId !== undefined });
}

async function toRequest({ request, frameId, resourceType }: Paused, url: string): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, headerToApp(name, value));
  const parts = request.postDataEntries?.map(({ bytes }) => Buffer.from(bytes ?? '', 'base64')) ?? [];
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && parts.length > 0;
  const made = new Request(url, { method: request.method, headers, ...(hasBody && { body: Buffer.concat(parts) }) });
  const page = frameId && resourceType !== 'Document' ? await pages.ofFrame(frameId) : undefined;
  if (page) Object.defineProperty(made, 'initiatorOrigin', { value: originOf(page.url), enumerable: true });
  return made;
}

function fail({ requestId }: Paused, errorReason: 'Aborted' | 'Failed'): void {
  browser.send('Fetch.failRequest', { requestId, errorReason }).catch(() => {
    // The page that asked is gone.
  });
}
