const { contextBridge, ipcRenderer, webUtils } = require('electron');

globalThis.secretOfTheIsolatedWorld = 42;

/** Built here and not in the page, because contextBridge has rules of its own for some of these types. */
async function typesRoundTrip() {
  const shared = { shared: true };
  const values = {
    undefined: undefined,
    null: null,
    text: 'täxt \u{1f600} \0',
    boolean: false,
    infinity: Number.NEGATIVE_INFINITY,
    nan: Number.NaN,
    minusZero: -0,
    bigint: 2n ** 70n,
    date: new Date(5),
    noDate: new Date(Number.NaN),
    regexp: /a+/gi,
    map: new Map([[{ key: 1 }, new Set([1, '2'])]]),
    floats: new Float64Array([1.5, -2]),
    bytes: new Uint8Array([0, 127, 255]),
    buffer: new Uint8Array([1, 2]).buffer,
    error: new RangeError('too far', { cause: 'cause' }),
    sparse: Object.assign(new Array(3), { 2: 'last' }),
    twice: [shared, shared],
  };
  values.self = values;
  const kind = (value) => Object.prototype.toString.call(value);
  const kinds = (object) => Object.entries(object).map(([key, value]) => `${key} ${kind(value)}`);
  const there = [];
  for (const [key, value] of Object.entries(values)) there.push(`${key} ${await ipcRenderer.invoke('kind-of', value)}`);
  const back = await ipcRenderer.invoke('echo', values);
  const [[mapKey, mapValue]] = back.map;
  return {
    sent: kinds(values),
    there,
    back: kinds(back),
    exact: {
      text: back.text === values.text,
      infinity: back.infinity === Number.NEGATIVE_INFINITY,
      nan: Number.isNaN(back.nan),
      minusZero: Object.is(back.minusZero, -0),
      bigint: back.bigint === 2n ** 70n,
      date: back.date.getTime() === 5 && Number.isNaN(back.noDate.getTime()),
      regexp: String(back.regexp) === '/a+/gi',
      map: mapKey.key === 1 && mapValue.has('2'),
      floats: back.floats.join() === '1.5,-2',
      bytes: back.bytes.join() === '0,127,255',
      buffer: new Uint8Array(back.buffer).join() === '1,2',
      error: back.error instanceof RangeError && back.error.message === 'too far' && back.error.cause === 'cause',
      sparse: back.sparse.length === 3 && !(0 in back.sparse) && back.sparse[2] === 'last',
      identity: back.twice[0] === back.twice[1],
      cycle: back.self === back && back !== values,
    },
  };
}

const loop = { name: 'loop' };
loop.self = loop;

contextBridge.exposeInMainWorld('bridge', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  on: (channel, listener) => {
    const receive = (_event, ...args) => listener(...args);
    ipcRenderer.on(channel, receive);
    return () => ipcRenderer.removeListener(channel, receive);
  },
  typesRoundTrip,
  pathOf: (file) => webUtils.getPathForFile(file),
  process: { platform: process.platform, sandboxed: process.sandboxed, argv: process.argv },

  add: (a, b) => a + b,
  twiceLater: (promise, callback) => promise.then((value) => callback(value * 2)),
  fail: () => {
    throw new RangeError('thrown here');
  },
  failLater: () => Promise.reject(new TypeError('rejected here')),
  giveFresh: () => ({ list: [1, 2] }),
  nested: { list: [1, { call: () => 'deep' }], date: new Date(9), map: new Map([['a', 1]]) },
  loop,
  isolatedPage: () => typeof globalThis.pageOwn,
  reach: (name) => {
    try {
      return String(require('electron')[name]);
    } catch (error) {
      return error.message;
    }
  },
  rebind: () => {
    try {
      contextBridge.exposeInMainWorld('bridge', {});
      return 'bound';
    } catch (error) {
      return error.message;
    }
  },
});
