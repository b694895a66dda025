import { EventEmitter } from 'node:events';
import { onlyKnown } from '../guard.ts';

/** Base of every host object that emits: what it lacks throws by name. */
export class HostEmitter extends EventEmitter {
  constructor(name: string) {
    super();
    this.setMaxListeners(0);
    // biome-ignore lint/correctness/noConstructorReturn: the guard must be what everybody holds, `this` included.
    return onlyKnown(this, name);
  }
}
