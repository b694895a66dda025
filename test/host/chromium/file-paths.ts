import { PATH_READER } from '../page/file-path.ts';
import type { Page } from './page.ts';

/** An attached debugger costs every message a third of a millisecond, so it stays only while files are about. */
const ATTENTION_MS = 10_000;

/** The host's part of webUtils.getPathForFile; the page's part tells why it takes a debugger. */
export function watchFilePaths(page: Page): void {
  let leave: NodeJS.Timeout | undefined;

  page.on('message', ([kind]) => {
    if (kind !== 'files') return;
    if (leave) clearTimeout(leave);
    else quietly(page.send('Debugger.enable'));
    leave = setTimeout(() => {
      leave = undefined;
      quietly(page.send('Debugger.disable'));
    }, ATTENTION_MS);
  });
  page.once('gone', () => clearTimeout(leave));

  page.on('paused', ({ callFrames }) => {
    const [frame] = callFrames;
    const answered = frame?.functionName === PATH_READER ? answer(page, frame.callFrameId) : Promise.resolve();
    // Whoever else paused (a `debugger` of the page's own) has no business with this one.
    quietly(answered.then(() => page.send('Debugger.resume')));
  });
}

async function answer(page: Page, callFrameId: string): Promise<void> {
  const evaluate = (expression: string) => page.send('Debugger.evaluateOnCallFrame', { callFrameId, expression });
  const { result } = await evaluate('file');
  const { path } = await page.send('DOM.getFileInfo', { objectId: result.objectId ?? '' });
  await evaluate(`found.path = ${JSON.stringify(path)}`);
}

function quietly(work: Promise<unknown>): void {
  work.catch(() => {
    // The page went away under the debugger.
  });
}
