import type { App, Session, WebContents } from 'electron';
import { appOrigin } from './assets.ts';

/** True for a URL of the app itself. Parsed, never searched in: `https://evil/#app://assay` is not ours. */
export function isOwn(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === appOrigin;
}

/** The window goes nowhere, opens nothing and embeds nothing. */
export function guardApp(app: App): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

function guardContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (!isOwn(url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** What a Copy button needs. Camera, notifications, clipboard reading, devices: asked for or checked, the answer is no. */
const granted = 'clipboard-sanitized-write';

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permission === granted && isOwn(contents.getURL())),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === granted && isOwn(origin));
}
