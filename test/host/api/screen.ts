import { HostEmitter } from './emitter.ts';

class HostScreen extends HostEmitter {
  constructor() {
    super('screen');
  }
  getPrimaryDisplay() {
    return { workArea: { x: 0, y: 0, width: 1920, height: 1080 }, scaleFactor: 1 };
  }
}
export const screen = new HostScreen();
