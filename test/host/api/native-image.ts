import type { NativeImage } from 'electron';
import { onlyKnown } from '../guard.ts';

type Member = 'toPNG' | 'toDataURL' | 'isEmpty' | 'getSize';

/** A PNG's size stands in its header: 4 bytes each at 16 and 20. */
const SIZE_OFFSET = 16;

export const imageFromPng = (png: Buffer): Pick<NativeImage, Member> =>
  onlyKnown(
    {
      toPNG: () => png,
      toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
      isEmpty: () => png.length === 0,
      getSize: () => ({ width: png.readUInt32BE(SIZE_OFFSET), height: png.readUInt32BE(SIZE_OFFSET + 4) }),
    },
    'NativeImage',
  );
