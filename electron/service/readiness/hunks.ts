import { diffArrays } from 'diff';
import { sentencesOf, wordsOf } from './words.ts';

/** One place where a correction departs from its draft, as words; one side may be empty. */
export type Hunk = {
  removed: string[];
  added: string[];
  /** A whole sentence came or went; else some words of one. */
  sentence: boolean;
  /** Where a sentence stands: first or last of its text. */
  place: 'start' | 'end' | null;
  /** The sentences around it, for whoever wants to see one. */
  from: string;
  to: string;
};

/* A draft is a few hundred words. What is beyond these is a rewrite: nothing in it recurs, and a diff would hang. */
const mostCharacters = 8_000;
const mostSentences = 60;
const mostWords = 400;
const mostChanges = 150;
/** Two sentences are one that was changed when they share this part of their words (Dice's coefficient). */
const sameSentence = 0.5;
/** A short sign such as “the” says nothing without what stands beside it. */
const shortWord = 3;

/**
 * What a correction changed, in words. Sentences are matched first, so that a new sentence is one change and not a dozen
 * that fell between the words that it shares with its neighbours.
 *
 * @returns null for a rewrite: too much changed to say what
 */
export function hunksOf(draft: string, correction: string): Hunk[] | null {
  const from = sentencesOf(draft);
  const to = sentencesOf(correction);
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  const before = from.slice(start, from.length - end);
  const after = to.slice(start, to.length - end);
  const size = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
  if (Math.max(before.length, after.length) > mostSentences || Math.max(size(before), size(after)) > mostCharacters)
    return null;

  const place = (index: number, count: number) => (index === 0 ? 'start' : index === count - 1 ? 'end' : null);
  const hunks: Hunk[] = [];
  let atFrom = start;
  let atTo = start;
  let gone: { text: string; place: Hunk['place'] }[] = [];
  let come: typeof gone = [];
  const settle = () => {
    const run = runHunks(gone, come);
    gone = [];
    come = [];
    if (run) hunks.push(...run);
    return run !== null;
  };
  for (const { value, added, removed } of diffArrays(before, after)) {
    if (removed) for (const text of value) gone.push({ text, place: place(atFrom++, from.length) });
    else if (added) for (const text of value) come.push({ text, place: place(atTo++, to.length) });
    else {
      if (!settle()) return null;
      atFrom += value.length;
      atTo += value.length;
    }
  }
  return settle() ? hunks : null;
}

type Sentence = { text: string; place: Hunk['place'] };

/** The changes in a run of sentences: pairs that are one sentence changed, and those that came or went. */
function runHunks(gone: readonly Sentence[], come: readonly Sentence[]): Hunk[] | null {
  const left = come.map((sentence) => ({ ...sentence, words: wordsOf(sentence.text), taken: false }));
  const hunks: Hunk[] = [];
  for (const { text, place } of gone) {
    const words = wordsOf(text);
    let best: (typeof left)[number] | null = null;
    let likeness = sameSentence;
    for (const candidate of left) {
      if (candidate.taken) continue;
      const dice = diceOf(words, candidate.words);
      if (dice >= likeness && (best === null || dice > likeness)) {
        best = candidate;
        likeness = dice;
      }
    }
    if (best === null) {
      hunks.push({ removed: words, added: [], sentence: true, place, from: text, to: '' });
      continue;
    }
    best.taken = true;
    const changed = wordHunks(words, best.words);
    if (changed === null) return null;
    for (const change of changed) hunks.push({ ...change, sentence: false, place: null, from: text, to: best.text });
  }
  for (const { text, place, words, taken } of left)
    if (!taken) hunks.push({ removed: [], added: words, sentence: true, place, from: '', to: text });
  return hunks;
}

function diceOf(a: readonly string[], b: readonly string[]): number {
  const left = new Set(a.map((word) => word.toLowerCase()));
  const right = new Set(b.map((word) => word.toLowerCase()));
  let both = 0;
  for (const word of left) if (right.has(word)) both++;
  return (2 * both) / (left.size + right.size);
}

function wordHunks(from: readonly string[], to: readonly string[]): Pick<Hunk, 'removed' | 'added'>[] | null {
  if (Math.max(from.length, to.length) > mostWords) return null;
  const changes = diffArrays([...from], [...to], { maxEditLength: mostChanges });
  if (!changes) return null;
  const hunks: { removed: string[]; added: string[]; left: string[]; right: string[] }[] = [];
  let open: (typeof hunks)[number] | null = null;
  let last: string[] = [];
  for (const { value, added, removed } of changes) {
    if (!added && !removed) {
      if (open) open.right = value.slice(0, 1);
      open = null;
      last = value.slice(-1);
      continue;
    }
    if (!open) {
      open = { removed: [], added: [], left: last, right: [] };
      hunks.push(open);
    }
    (removed ? open.removed : open.added).push(...value);
  }
  return hunks.map(({ removed, added, left, right }) => {
    const [only, ...more] = removed.length === 0 ? added : removed;
    const lone = (removed.length === 0 || added.length === 0) && more.length === 0 && (only?.length ?? 0) <= shortWord;
    return lone
      ? { removed: [...left, ...removed, ...right], added: [...left, ...added, ...right] }
      : { removed, added };
  });
}
