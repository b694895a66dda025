import type { PatternKind } from '../../../shared/domain/readiness.ts';
import type { Hunk } from './hunks.ts';

/** A change with what differs from case to case taken out of it. */
export type Wording = {
  kind: Exclude<PatternKind, 'shorter' | 'longer'>;
  /** Two changes are the same when these are; the second names the change back. */
  key: string;
  opposite: string;
  tokens: ReadonlySet<string>;
  general: Sides;
  /** The same word for word. */
  verbatim: Sides;
};

export type Sides = { removed: string | null; added: string | null };

const placeholders = { address: '‹address›', number: '‹number›', name: '‹name›' } as const;
const telling = /[\p{L}\p{N}!?\p{Extended_Pictographic}]/u;

/**
 * Which words are names. They begin with a capital, are nowhere in lower case, and are rare: a word that a pattern
 * consists of is in as many edits as the pattern itself.
 *
 * @param hunks the changes of each edit
 * @param rare names are in fewer edits than this
 */
export function namesIn(hunks: readonly (readonly Hunk[])[], rare: number): (word: string) => boolean {
  const edits = new Map<string, number>();
  for (const ofEdit of hunks)
    for (const word of new Set(ofEdit.flatMap(({ removed, added }) => [...removed, ...added])))
      edits.set(word, (edits.get(word) ?? 0) + 1);
  return (word) => /^\p{Lu}\p{Ll}+$/u.test(word) && !edits.has(word.toLowerCase()) && (edits.get(word) ?? 0) < rare;
}

/** @returns null where nothing is left that tells: commas and the like */
export function wordingOf(hunk: Hunk, isName: (word: string) => boolean): Wording | null {
  const removed = general(hunk.removed, hunk.sentence, isName);
  const added = general(hunk.added, hunk.sentence, isName);
  if (removed.length === 0 && added.length === 0) return null;
  const raw = { removed: trimmed(hunk.removed), added: trimmed(hunk.added) };
  // What is nothing but placeholders, or differs in nothing but capitals, is taken word for word.
  const folded = (words: readonly string[]) => words.map((word) => word.toLowerCase()).join(' ');
  const bare = [...removed, ...added].every((word) => Object.values<string>(placeholders).includes(word));
  const exactly = bare || folded(removed) === folded(added);
  const from = exactly ? raw.removed : removed;
  const to = exactly ? raw.added : added;
  const side = (words: readonly string[]) => (exactly ? words.join(' ') : folded(words));
  const unit = hunk.sentence ? 'sentence' : 'phrase';
  return {
    kind: kindOf(from.length, to.length, hunk.sentence),
    key: `${unit}: ${side(from)} → ${side(to)}`,
    opposite: `${unit}: ${side(to)} → ${side(from)}`,
    tokens: new Set([...from.map((word) => `-${word.toLowerCase()}`), ...to.map((word) => `+${word.toLowerCase()}`)]),
    general: { removed: written(from), added: written(to) },
    verbatim: { removed: written(raw.removed), added: written(raw.added) },
  };
}

function kindOf(removed: number, added: number, sentence: boolean): Wording['kind'] {
  if (sentence) return removed === 0 ? 'added_sentence' : 'removed_sentence';
  if (removed === 0) return 'added_phrase';
  return added === 0 ? 'removed_phrase' : 'replaced_phrase';
}

function general(words: readonly string[], sentence: boolean, isName: (word: string) => boolean): string[] {
  return trimmed(words).map((word, index) => {
    if (word.includes('@') || /^https?:/.test(word)) return placeholders.address;
    if (/\p{N}/u.test(word)) return placeholders.number;
    // The first word of a sentence has its capital from there.
    return isName(word) && !(sentence && index === 0) ? placeholders.name : word;
  });
}

/** Without the commas, quotes and full stops on either end. */
function trimmed(words: readonly string[]): string[] {
  const first = words.findIndex((word) => telling.test(word));
  const last = words.findLastIndex((word) => telling.test(word));
  return first < 0 ? [] : words.slice(first, last + 1);
}

function written(words: readonly string[]): string | null {
  if (words.length === 0) return null;
  return words
    .join(' ')
    .replace(/ (?=[,.;:!?…)\]%’、。！？])/gu, '')
    .replace(/(?<=[([]) /g, '')
    .replace(/(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]) (?=[\p{L}])/gu, '');
}

/** True when a wording says the same in every answer, whomever it is to. */
export function isFixed(text: string): boolean {
  return !text.includes(placeholders.address) && !text.includes(placeholders.number);
}
