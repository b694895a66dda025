/** What a person typed, as FTS5 queries: `all` must match, `none` must not. */
export type TextQuery = { all: string | null; none: string | null };

// What the tokenizer (unicode61) keeps as parts of words. Marks join their letter.
const wordCharacter = /[\p{L}\p{N}\p{Co}\p{M}]/u;
const unfinishedWord = /[\p{L}\p{N}\p{Co}\p{M}]{2,}$/u;

/** One piece of the text: a word or a "phrase"; the closing quote may still be missing. */
const piece = /(-?)(?:"([^"]*)"?|([^\s"]+))/gu;

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * Reads a search as a person means it; nothing in it is ever FTS5 syntax.
 *
 * Words are ANDed, "phrases" stay together, -word excludes. The last word is a prefix while it is being typed: from two
 * characters on, and until a space or a closing quote follows.
 *
 * @returns null when there is nothing to look for: a text without any word
 */
export function readText(text: string): TextQuery | null {
  const all: string[] = [];
  const none: string[] = [];
  for (const match of text.matchAll(piece)) {
    const [whole, minus, phrase, word] = match;
    const content = phrase ?? word ?? '';
    if (!wordCharacter.test(content)) continue;
    const last = match.index + whole.length === text.length;
    if (minus) none.push(quoted(content));
    else all.push(last && unfinishedWord.test(whole) ? `${quoted(content)} *` : quoted(content));
  }
  if (all.length === 0 && none.length === 0) return null;
  // Side by side is AND. The explicit operator would find nothing when FTS5 knows no token in one of the words.
  return { all: all.length > 0 ? all.join(' ') : null, none: none.length > 0 ? none.join(' OR ') : null };
}
