/**
 * Makes a missing member fail by its name instead of being undefined: whoever reaches past the surface of the host
 * learns it where it happens. Symbols and the names that runtimes probe for by themselves stay undefined.
 * Also runs in pages as its own source text: it may use nothing of this module.
 */
export function onlyKnown<T extends object>(target: T, name: string): T {
  const probed = ['then', 'toJSON', 'constructor', 'prototype', 'asymmetricMatch', '__esModule', 'default'];
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'string' && !(key in object) && !probed.includes(key))
        throw new Error(`the Chromium host does not implement ${name}.${key}`);
      return Reflect.get(object, key, receiver);
    },
  });
}
