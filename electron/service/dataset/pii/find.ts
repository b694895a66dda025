import { type BuiltInKind, builtInKinds, type Pattern } from '../../../../shared/domain/personal-data.ts';
import { findAddresses } from './address.ts';
import { findCards } from './card.ts';
import { compilePatterns } from './custom.ts';
import { digitRuns } from './digits.ts';
import { findEmails } from './email.ts';
import { findIbans } from './iban.ts';
import type { Finding, Recogniser, Span } from './kinds.ts';
import { findNames } from './name.ts';
import { normalise } from './normalise.ts';
import { findOrders } from './order.ts';
import { findPhones } from './phone.ts';
import { tokensIn } from './token.ts';
import { findTracking } from './tracking.ts';

export type PiiOptions = {
  /** Which of the built-in kinds are looked for. */
  kinds?: readonly BuiltInKind[];
  custom?: readonly Pattern[];
  /** Values that are nobody's: the company's own address, its hotline. Compared as a kind compares its values. */
  allow?: readonly string[];
};

/** Options, checked and compiled once for any number of texts. */
export type PiiRules = {
  /** From the most certain kind to the least. */
  recognisers: readonly { kind: string; needs: RegExp | null; find: Recogniser }[];
  allowed: ReadonlyMap<string, ReadonlySet<string>>;
};

/** `needs` is what every value of a kind holds: a text without it is passed over. */
const own: Readonly<Record<BuiltInKind, { needs: RegExp | null; find: Recogniser }>> = {
  iban: { needs: /[0-9]/, find: findIbans },
  card: { needs: /[0-9]{3}/, find: findCards },
  tracking: { needs: /[0-9]/, find: findTracking },
  email: { needs: /@/, find: findEmails },
  order: { needs: /[0-9]{2}/, find: findOrders },
  phone: { needs: /[0-9]{2}/, find: findPhones },
  address: { needs: /[0-9]/, find: findAddresses },
  name: { needs: null, find: findNames },
};
/** Check digits decide before forms, and forms before context. A lead's pattern says more than a guess from context. */
const certain: readonly BuiltInKind[] = ['iban', 'card', 'tracking', 'email'];
const likely: readonly BuiltInKind[] = ['order', 'phone', 'address', 'name'];

/** Of these the digits alone are compared: the digits of an allowed email address must not let a number through. */
const isNumber = (kind: string) => kind === 'phone' || kind === 'card';

/** @throws AssayError invalid-input as `compilePatterns` does */
export function piiRules({ kinds = builtInKinds, custom = [], allow = [] }: PiiOptions = {}): PiiRules {
  const recognisers = (some: readonly BuiltInKind[]) =>
    some.filter((kind) => kinds.includes(kind)).map((kind) => ({ kind, ...own[kind] }));
  const patterns = compilePatterns(custom).map(({ kind, find }) => ({ kind, needs: null, find }));
  const all = [...recognisers(certain), ...patterns, ...recognisers(likely)];
  const allowed = all.map(({ kind }): [string, Set<string>] => {
    const forms = allow
      .filter((value) => !isNumber(kind) || !/[\p{L}@]/u.test(value))
      .map((value) => normalise(kind, value));
    return [kind, new Set(forms.filter((form) => form !== ''))];
  });
  return { recognisers: all, allowed: new Map(allowed) };
}

/**
 * What looks like personal data in a text: sorted, without overlap, the same for the same text everywhere. Of two
 * findings that overlap the longer one counts, of two equally long ones the more certain kind. Tokens of a redaction
 * are no findings.
 *
 * Takes time proportional to the text, whatever it holds.
 */
export function findPii(text: string, rules: PiiRules): Finding[] {
  return scan(text, rules)
    .filter(({ allowed }) => !allowed)
    .map(({ start, end, kind, value }) => ({ start, end, kind, value }));
}

export type Place = Finding & { allowed: boolean };

/** The findings, and with them what the allow-list lets stay: it keeps its place from other kinds. */
export function scan(text: string, rules: PiiRules): Place[] {
  const found: { span: Span; kind: string; rank: number }[] = [];
  const runs = /[0-9]/.test(text) ? digitRuns(text) : [];
  for (const [rank, { kind, needs, find }] of rules.recognisers.entries()) {
    if (needs && !needs.test(text)) continue;
    for (const span of find(text, runs)) found.push({ span, kind, rank });
  }
  if (found.length === 0) return [];
  found.sort((a, b) => length(b.span) - length(a.span) || a.rank - b.rank || a.span.start - b.span.start);
  const taken = new Taken(text.length, tokensIn(text));
  return found
    .filter(({ span }) => taken.take(span))
    .map(({ span: { start, end }, kind }) => {
      const value = text.slice(start, end);
      const allowed = rules.allowed.get(kind);
      return { start, end, kind, value, allowed: !!allowed?.size && allowed.has(normalise(kind, value)) };
    })
    .sort((a, b) => a.start - b.start);
}

const length = ({ start, end }: Span) => end - start;

/** Which places of a text are taken. Costs a look at each character of each span, and no more however they overlap. */
export class Taken {
  readonly #places: Uint8Array;

  constructor(size: number, spans: readonly Span[]) {
    this.#places = new Uint8Array(size);
    for (const { start, end } of spans) this.#places.fill(1, start, end);
  }

  /** Takes a span, when all of it is free. */
  take({ start, end }: Span): boolean {
    if (this.#places.subarray(start, end).includes(1)) return false;
    this.#places.fill(1, start, end);
    return true;
  }
}
