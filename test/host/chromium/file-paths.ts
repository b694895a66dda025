import { PATH_READER } from '../page/file-path.ts';
import type { Page } from './page.ts';

/**
 * The host's part of webUtils.getPathForFile; the page's part tells why it takes a debugger. An attached one costs every
 * IPC message a third of a millisecond, so it comes with the first file that is dragged or picked, and then stays.
 */
export function watchFilePaths(page: Page): void {
  let isAttached = false;

  page.on('message', ([kind]) => {
    if (kind !== 'files' || isAttached) return;
    isAttached = true;
    quietly(page.send('Debugger.enable'));
  });

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
