import type { WebFrameMain } from 'electron';
import type { Page } from '../chromium/page.ts';
import { originOf } from '../chromium/url-mapping.ts';
import { onlyKnown } from '../guard.ts';

type Member = 'url' | 'origin' | 'name' | 'top' | 'parent' | 'frameToken' | 'isDestroyed' | 'send';

/** The main frame of a page. Pages of the host have no other frame that may speak to it. */
export function mainFrameOf(page: Page): WebFrameMain {
  let gone = false;
  page.once('gone', () => {
    gone = true;
  });
  const frame: Pick<WebFrameMain, Member> = onlyKnown(
    {
      get url() {
        return page.url;
      },
      get origin() {
        return originOf(page.url);
      },
      get top() {
        return frame as WebFrameMain;
      },
      name: '',
      parent: null,
      frameToken: page.targetId,
      isDestroyed: () => gone,
      send: (channel: string, ...args: unknown[]) => page.tell('event', channel, args),
    },
    'webFrameMain',
  );
  return frame as WebFrameMain;
}
