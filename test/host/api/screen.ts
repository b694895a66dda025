import type { Display, Screen } from 'electron';
import { browser } from '../chromium/browser.ts';
import { onlyKnown } from '../guard.ts';
import { HostEmitter } from './emitter.ts';

type Surface = Pick<
  Display,
  'id' | 'label' | 'bounds' | 'size' | 'workArea' | 'workAreaSize' | 'scaleFactor' | 'rotation' | 'internal'
>;

let displays: { display: Display; isPrimary: boolean }[] = [];

/** Before the app is ready, because Electron answers at once. */
export async function readScreens(): Promise<void> {
  const { screenInfos } = await browser.send('Emulation.getScreenInfos');
  displays = screenInfos.map((info) => {
    const surface: Surface = onlyKnown(
      {
        id: Number(info.id),
        label: info.label,
        bounds: { x: info.left, y: info.top, width: info.width, height: info.height },
        size: { width: info.width, height: info.height },
        workArea: { x: info.availLeft, y: info.availTop, width: info.availWidth, height: info.availHeight },
        workAreaSize: { width: info.availWidth, height: info.availHeight },
        scaleFactor: info.devicePixelRatio,
        rotation: info.orientation.angle,
        internal: info.isInternal,
      },
      'Display',
    );
    return { display: surface as Display, isPrimary: info.isPrimary };
  });
}

/** As the displays were at the start; the host does not watch them. */
class HostScreen extends HostEmitter implements Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'> {
  constructor() {
    super('screen');
  }

  getPrimaryDisplay(): Display {
    const primary = displays.find(({ isPrimary }) => isPrimary) ?? displays[0];
    if (!primary) throw new Error("The 'screen' module can't be used before the app 'ready' event");
    return primary.display;
  }

  getAllDisplays(): Display[] {
    return displays.map(({ display }) => display);
  }
}

export const screen = new HostScreen();
