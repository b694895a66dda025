import type { HostLink } from './messages.ts';

/** The names by which the host knows the pause and finds what it must read and set there. */
export const PATH_READER = 'readPathOfFile';

/**
 * Runs in the isolated world as its own source text: webUtils.getPathForFile, which must answer at once. Only the
 * debugger stops a page in the middle of a function, so the host, told in time that files are coming, attaches one and
 * sets `found.path` while the page stands still.
 */
export function createPathReader(link: HostLink): (file: File) => string {
  let told = 0;
  const announce = () => {
    if (Date.now() - told < 1000) return;
    told = Date.now();
    link.tell('files');
  };
  const isFileInput = (target: EventTarget | undefined) => target instanceof HTMLInputElement && target.type === 'file';
  for (const type of ['dragenter', 'dragover', 'drop', 'paste']) addEventListener(type, announce, true);
  for (const type of ['click', 'input', 'change'])
    addEventListener(type, (event) => isFileInput(event.composedPath()[0]) && announce(), true);

  return function readPathOfFile(file) {
    if (!(file instanceof File)) throw new TypeError('getPathForFile expected a File');
    const found: { path?: string } = {};
    // biome-ignore lint/suspicious/noDebugger: the pause is the point.
    debugger;
    // No file has come into this page: this one was made by a script and has no path, here as in Electron.
    if (told === 0) return '';
    if (found.path === undefined) throw new Error('the Chromium host was told too late that a file is coming');
    return found.path;
  };
}
