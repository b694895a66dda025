/** Letters with what joins them (don’t, e-mail, 3.50, a@b.example), whole links, and any other sign by itself. */
const wordShape = /https?:\/\/\S+|[\p{L}\p{M}\p{N}]+(?:['’.,:@_/-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;
/** Scripts that put no space between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The words and signs of a text, in order. The slow segmenter sees only scripts that need its dictionary. */
export function wordsOf(text: string): string[] {
  const words = text.normalize('NFC').match(wordShape) ?? [];
  return words.flatMap((word) =>
    unspaced.test(word) ? Array.from(segmenter.segment(word), ({ segment }) => segment) : [word],
  );
}

const enders = '.!?…。！？';
/** They end a sentence without a space behind them. */
const wideEnders = '。！？';
const closers = '"\'”’»)]';

/** The sentences of a text, trimmed; a line end ends one too. One pass, whatever the text. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  const end = (at: number) => {
    const sentence = text.slice(start, at).trim();
    if (sentence !== '') sentences.push(sentence);
    start = at;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\n') end(at);
    if (!enders.includes(sign)) continue;
    const wide = wideEnders.includes(sign);
    while (at + 1 < text.length && (enders.includes(text.charAt(at + 1)) || closers.includes(text.charAt(at + 1))))
      at++;
    if (wide || at + 1 === text.length || /\s/.test(text.charAt(at + 1))) end(at + 1);
  }
  end(text.length);
  return sentences;
}
