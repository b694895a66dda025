import type { HostLink } from './messages.ts';

/** Runs in the isolated world as its own source text: what a native window would know of its page and its person. */
export function watchPresence(link: HostLink): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  link.tell('hello', location.href, dark.matches);
  dark.addEventListener('change', () => link.tell('theme', dark.matches));
  addEventListener('focus', (event) => event.target === window && link.tell('focus', true));
  addEventListener('blur', (event) => event.target === window && link.tell('focus', false));
  if (document.hasFocus()) link.tell('focus', true);
  const resized = () => link.tell('resize', innerWidth, innerHeight);
  addEventListener('resize', resized);
  resized();

  // Chromium tells its debuggers of a new title sometimes, and late.
  let title = '';
  const titled = () => {
    if (document.title === title) return;
    title = document.title;
    link.tell('title', title);
  };
  document.addEventListener('DOMContentLoaded', () => {
    titled();
    new MutationObserver(titled).observe(document.head, { subtree: true, childList: true, characterData: true });
  });

  let told = 0;
  const input = () => {
    const now = Date.now();
    if (now - told < 1000) return;
    told = now;
    link.tell('input');
  };
  for (const type of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
    addEventListener(type, input, { capture: true, passive: true });

  // Electron ignores what is dropped where nobody takes it; Chromium would open it in place of the app.
  for (const type of ['dragover', 'drop'])
    addEventListener(type, (event) => {
      const data = event instanceof DragEvent ? event.dataTransfer : null;
      if (event.defaultPrevented || !data) return;
      data.dropEffect = 'none';
      event.preventDefault();
    });

  // Chromium's own menu would reload, inspect, open tabs. Electron has none unless the app makes one.
  addEventListener('contextmenu', (event) => event.preventDefault());

  // A person's click on the window's X reaches the page only as this event; the dialog that it asks for is answered by
  // the host, after the app's `close` listeners. A navigation asks too and must not look like a close: one that the page
  // begins is known here, others to the host.
  let navigating = false;
  navigation.addEventListener('navigate', () => {
    navigating = true;
    setTimeout(() => {
      navigating = false;
    });
  });
  addEventListener('beforeunload', (event) => {
    if (!navigating) event.preventDefault();
  });
}
