/*
 * Structured clone as text: what crosses between Node and a page travels as JSON over the debugging pipe.
 * A value is a table of cells. Objects name their members by cell number, so shared references and cycles survive.
 */

/** Chromium has these since 140, Node 24 not yet. */
type ToBase64 = { toBase64(): string };
type FromBase64 = { fromBase64(text: string): Uint8Array<ArrayBuffer> };

export type Codec = { encode(value: unknown): string; decode(text: string): unknown };

type Cell =
  | string
  | number
  | boolean
  | [kind: 'number' | 'bigint' | 'buffer', text: string]
  | [kind: 'date', time: number | null]
  | [kind: 'regexp', source: string, flags: string]
  | [kind: 'view', type: string, base64: string]
  | [kind: 'error', name: string, message: string, stack: string, cause: number]
  | [kind: 'boxed', value: number]
  | [kind: 'array' | 'set', items: number[]]
  | [kind: 'sparse', length: number, items: [index: string, item: number][]]
  | [kind: 'map', entries: [key: number, value: number][]]
  | [kind: 'object', entries: [key: string, value: number][]];

/**
 * Runs in Node and, as its own source text, in a page's isolated world: it may therefore use nothing of this module.
 * Like Electron's IPC it delivers a Node Buffer as Uint8Array and a class instance as a plain object.
 */
export function createCodec(): Codec {
  const UNDEFINED = -1;
  const NULL = -2;
  const inNode = typeof Buffer === 'function';
  const uncloneable = new Set(['Promise', 'WeakMap', 'WeakSet', 'WeakRef', 'Blob', 'File', 'FileList', 'Window']);
  const errors = new Map<string, ErrorConstructor>(
    [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [type.name, type]),
  );
  const views = new Map<string, new (buffer: ArrayBuffer) => ArrayBufferView>(
    [
      ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
      ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView],
    ].map((type) => [type.name, type]),
  );

  const toBase64 = (buffer: ArrayBufferLike, offset: number, length: number): string =>
    inNode
      ? Buffer.from(buffer, offset, length).toString('base64')
      : (new Uint8Array(buffer, offset, length) as Uint8Array & ToBase64).toBase64();
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
    inNode
      ? new Uint8Array(Buffer.from(text, 'base64'))
      : (Uint8Array as typeof Uint8Array & FromBase64).fromBase64(text);
  const cannot = () => new Error('An object could not be cloned.');

  function encode(root: unknown): string {
    const cells: Cell[] = [];
    const seen = new Map<object, number>();

    const put = (value: unknown): number => {
      if (value === undefined) return UNDEFINED;
      if (value === null) return NULL;
      if (typeof value !== 'object') return cells.push(primitive(value)) - 1;
      const known = seen.get(value);
      if (known !== undefined) return known;
      // Numbered before its members, so that a member may point back to it.
      const index = cells.push(0) - 1;
      seen.set(value, index);
      cells[index] = composite(value);
      return index;
    };
    const primitive = (value: unknown): Cell => {
      if (typeof value === 'string' || typeof value === 'boolean') return value;
      if (typeof value === 'bigint') return ['bigint', String(value)];
      if (typeof value !== 'number') throw cannot();
      if (Object.is(value, -0)) return ['number', '-0'];
      return Number.isFinite(value) ? value : ['number', String(value)];
    };
    const composite = (value: object): Cell => {
      if (Array.isArray(value)) {
        const entries = Object.entries(value);
        if (entries.length === value.length) return ['array', value.map(put)];
        return ['sparse', value.length, entries.map(([index, item]) => [index, put(item)])];
      }
      const tag = Object.prototype.toString.call(value).slice(8, -1);
      if (uncloneable.has(tag) || 'nodeType' in value) throw cannot();
      if (value instanceof Error) return ['error', value.name, value.message, value.stack ?? '', put(value.cause)];
      if (value instanceof Date) return ['date', value.getTime()];
      if (value instanceof RegExp) return ['regexp', value.source, value.flags];
      if (value instanceof Map)
        return ['map', Array.from(value, ([key, item]): [number, number] => [put(key), put(item)])];
      if (value instanceof Set) return ['set', Array.from(value, put)];
      if (value instanceof ArrayBuffer) return ['buffer', toBase64(value, 0, value.byteLength)];
      if (ArrayBuffer.isView(value)) return ['view', tag, toBase64(value.buffer, value.byteOffset, value.byteLength)];
      if (value instanceof Boolean || value instanceof Number || value instanceof String)
        return ['boxed', put(value.valueOf())];
      return ['object', Object.entries(value).map(([key, item]): [string, number] => [key, put(item)])];
    };
    return JSON.stringify([put(root), cells]);
  }

  function decode(text: string): unknown {
    const [root, cells]: [number, Cell[]] = JSON.parse(text);
    const made = new Map<number, unknown>();

    const get = (index: number): unknown => {
      if (index === UNDEFINED) return undefined;
      if (index === NULL) return null;
      if (made.has(index)) return made.get(index);
      const cell = cells[index];
      return Array.isArray(cell) ? build(index, cell) : cell;
    };
    const keep = <T>(index: number, value: T): T => {
      made.set(index, value);
      return value;
    };
    const build = (index: number, cell: Extract<Cell, unknown[]>): unknown => {
      switch (cell[0]) {
        case 'number':
          return Number(cell[1]);
        case 'bigint':
          return BigInt(cell[1]);
        case 'date':
          return keep(index, new Date(cell[1] ?? Number.NaN));
        case 'regexp':
          return keep(index, new RegExp(cell[1], cell[2]));
        case 'buffer':
          return keep(index, fromBase64(cell[1]).buffer);
        case 'view': {
          const bytes = fromBase64(cell[2]);
          const View = views.get(cell[1]);
          return keep(index, View ? new View(bytes.buffer) : bytes);
        }
        case 'error': {
          const error = keep(index, new (errors.get(cell[1]) ?? Error)(cell[2]));
          error.stack = cell[3];
          if (cell[4] !== UNDEFINED) error.cause = get(cell[4]);
          return error;
        }
        case 'boxed':
          return keep(index, Object(get(cell[1])));
        case 'array': {
          const array = keep<unknown[]>(index, []);
          for (const item of cell[1]) array.push(get(item));
          return array;
        }
        case 'sparse': {
          const array = keep<unknown[]>(index, new Array(cell[1]));
          for (const [at, item] of cell[2]) array[Number(at)] = get(item);
          return array;
        }
        case 'set': {
          const set = keep(index, new Set<unknown>());
          for (const item of cell[1]) set.add(get(item));
          return set;
        }
        case 'map': {
          const map = keep(index, new Map<unknown, unknown>());
          for (const [key, value] of cell[1]) map.set(get(key), get(value));
          return map;
        }
        case 'object': {
          const object = keep<Record<string, unknown>>(index, {});
          // Defined, not assigned: a key may be "__proto__".
          for (const [key, item] of cell[1])
            Object.defineProperty(object, key, {
              value: get(item),
              enumerable: true,
              writable: true,
              configurable: true,
            });
          return object;
        }
      }
    };
    return get(root);
  }

  return { encode, decode };
}
