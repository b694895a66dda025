import type { Event } from 'electron';

/** Electron's event object: its first argument to every listener, and the way to say no. */
export function cancelable<P extends object>(params: P): Event<P> {
  let defaultPrevented = false;
  return Object.defineProperties(Object.create(Object.prototype), {
    ...Object.getOwnPropertyDescriptors(params),
    preventDefault: {
      value: () => {
        defaultPrevented = true;
      },
    },
    defaultPrevented: { get: () => defaultPrevented },
  });
}
