import type { Reader } from './source.ts';

/** One word or phrase that a person typed. `unfinished`: its last word is still being typed. */
export type Piece = { text: string; unfinished: boolean };

/** What a person typed: every piece of `all` must occur, none of `none` may. */
type TextQuery = { all: Piece[]; none: Piece[] };

// What the tokenizer (unicode61) makes words of; a mark belongs to the letter before it.
const wordCharacter = /[\p{L}\p{N}\p{Co}]/u;
const unfinishedWord = /[\p{L}\p{N}\p{Co}\p{M}]{2,}$/u;
/** A word, or a "phrase" whose closing quote may still be missing. */
const piece = /(-?)(?:"([^"]*)"?|([^\s"]+))/gu;

/**
 * Reads a search as a person means it; nothing in it is ever FTS5 syntax.
 *
 * Words are ANDed, "phrases" stay together, -word excludes. The last word is a prefix while it is being typed: from two
 * characters on, until a space, a sign or a closing quote follows it. A text without any word reads as nothing at all.
 */
export function readText(text: string): TextQuery {
  const query: TextQuery = { all: [], none: [] };
  // FTS5 takes its queries as C strings.
  const typed = text.replaceAll('\0', ' ');
  for (const match of typed.matchAll(piece)) {
    const [whole, minus, phrase, word] = match;
    const content = phrase ?? word ?? '';
    if (!wordCharacter.test(content)) continue;
    const last = match.index + whole.length === typed.length;
    if (minus) query.none.push({ text: content, unfinished: false });
    else query.all.push({ text: content, unfinished: last && unfinishedWord.test(whole) });
  }
  return query;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** What FTS5 is asked. `streams`: it gives its first ids at once, from wherever it is asked to start. */
export type Match = { expression: string; streams: boolean };

/** Beyond so many words an OR of them takes longer to set up than FTS5's own prefix search. */
const mostWords = 256;

/**
 * Spells a prefix out as the words of the corpus that begin with it.
 *
 * FTS5 answers a prefix only after it has merged the occurrences of every such word: 75 ms for “th” in a million
 * samples. An OR of words it answers as it goes: 2 ms for the first page.
 */
export class Words {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
    // The list of words is a view on the full-text index; a temporary table changes no file.
    reader.db.exec('CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, samples_text, instance)');
  }

  match(pieces: readonly Piece[], operator: 'AND' | 'OR'): Match {
    let streams = true;
    const parts = pieces.map(({ text, unfinished }) => {
      if (!unfinished) return quoted(text);
      const spelled = this.#spell(text);
      if (spelled) return `(${spelled.map(quoted).join(' OR ')})`;
      streams = false;
      return `${quoted(text)} *`;
    });
    return { expression: parts.join(` ${operator} `), streams };
  }

  /** The text with each possible end of its last word; null when there are too many, or when it cannot be known. */
  #spell(text: string): string[] | null {
    // Only for plain letters is it certain how the index writes them: others are folded by the tokenizer's own tables.
    const [prefix] = /[a-z0-9]+$/i.exec(text) ?? [];
    if (prefix === undefined || unfinishedWord.exec(text)?.[0] !== prefix) return null;
    const head = text.slice(0, -prefix.length);
    const folded = prefix.toLowerCase();
    const spelled: string[] = [];
    for (let from = folded; ; ) {
      const word = this.#reader.value<string>('SELECT term FROM temp.words WHERE term >= ? LIMIT 1', from);
      if (word === undefined || !word.startsWith(folded)) break;
      if (spelled.length === mostWords) return null;
      spelled.push(head + word);
      from = `${word}\0`;
    }
    return spelled.length > 0 ? spelled : [text];
  }
}
