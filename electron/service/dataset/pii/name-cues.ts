import { beginsApart } from './words.ts';

/** A sentence or a line ends here, or goes on about the writer or with what is said next, without a comma. */
const greetingEnds =
  /[ \t]{0,2}(?:[,!.:;?–—\r\n-]|$| (?:I|for|thanks?|how|hope|please|sorry|can|could|would|where|when|what|why)(?!\p{L}))/iuy;
/** After `Hi, ` more than a name may begin: a call ends where its line does, or with a comma or an exclamation mark. */
const callEnds = /[ \t]{0,2}(?:[,!](?=\s)|[,!.]?[ \t]{0,2}(?:[\r\n]|$))/uy;
/** A line ends here. */
const lineEnds = /[ \t]{0,2}[.!]?[ \t]{0,2}(?:[\r\n]|$)/uy;
const introductionEnds =
  /(?:[,.!;\r\n]|$| (?:from|here|speaking|calling|again|with|and|at|aus|von|am Apparat|und|de|et|y)(?!\p{L}))/uy;
const space = '[ \\u00a0]';
const commaOrLine = '(?:[,.!–—-]{1,2}[ \\t]{0,2}(?:\\r?\\n){0,2}|[ \\t]{0,2}(?:\\r?\\n){1,2})[ \\t]{0,2}';

/** Which names in small letters count: any, where hardly anything else can follow, or given names that are no other word. */
export type Lower = 'any' | 'given';

/** What shows that a name follows, and what must follow the name in turn. */
type Source = {
  /** Regular expressions without flags. The plain characters that they begin with are looked up before. */
  phrases: readonly string[];
  between: string;
  after: RegExp | null;
  lower?: Lower;
  /** The phrases are titles: they count as they are written only, and are read again with the name. */
  title?: true;
};

const sources: readonly Source[] = [
  {
    phrases: [
      ...['hi(?: there| again)?', 'hey(?: there)?', 'hello(?: there| again)?', 'hiya', 'dear'],
      ...['good (?:morning|afternoon|evening)', 'thank you', 'thanks'],
      ...['hallo', 'liebe[rs]?', 'geehrte[rs]?', 'guten (?:tag|morgen|abend)', 'moin', 'servus', 'grüezi', 'danke'],
      ...['bonjour', 'bonsoir', 'salut', 'ch(?:er|ère)', 'merci'],
      ...['hola', 'buenos días', 'buenas (?:tardes|noches)', 'estimad[oa]', 'querid[oa]', 'gracias'],
    ],
    between: space,
    after: greetingEnds,
    lower: 'given',
  },
  {
    phrases: ['hi', 'hey', 'hello', 'hiya', 'hallo', 'moin', 'bonjour', 'salut', 'hola'],
    between: ', ',
    after: callEnds,
    lower: 'given',
  },
  {
    phrases: [
      ...['regards', 'best(?: wishes)?', 'cheers', 'sincerely', 'faithfully', 'truly', 'yours'],
      ...['thanks(?: again| in advance| a lot| so much)?', 'thank you(?: again| so much| very much| in advance)?'],
      ...['gru(?:ß|ss)', 'gr(?:ü|ue)(?:ß|ss)en?(?: aus \\p{L}{2,24})?', 'mfg', 'lg', 'vg', 'danke(?: schön)?', 'dank'],
      ...['cordialement', 'bien à vous', 'amicalement', 'salutations(?: distinguées)?', "merci(?: d['’]avance)?"],
      ...['saludos?(?: cordiales| cordial)?', 'atentamente', 'abrazos?', 'gracias'],
    ],
    between: commaOrLine,
    after: lineEnds,
    lower: 'given',
  },
  // A comma is often left out after these.
  {
    phrases: ['regards', 'sincerely', 'gr(?:ü|ue)(?:ß|ss)en?', 'mfg', 'lg', 'vg', 'cordialement', 'atentamente'],
    between: space,
    after: lineEnds,
  },
  {
    phrases: [
      ...["my (?:full )?name(?: is|['’]s)", 'mein name ist', 'ich hei(?:ß|ss)e'],
      ...["je m['’]appelle", 'mon nom est', 'me llamo', 'mi nombre es'],
    ],
    between: space,
    after: null,
    lower: 'any',
  },
  {
    phrases: ['under the name(?: of)?', 'name on (?:the|my) (?:order|account|card|booking) is'],
    between: space,
    after: null,
  },
  {
    phrases: [
      ...[
        'this is',
        "i'm",
        'i’m',
        'i am',
        'hier (?:ist|spricht|schreibt)',
        'ich bin',
        'ici',
        'je suis',
        'soy',
        'habla',
      ],
    ],
    between: space,
    after: introductionEnds,
  },
  // A field of a form: at the beginning of a line, or said whose name it is.
  {
    phrases: [
      'full name',
      'first name',
      'last name',
      'customer name',
      'your name',
      'contact name',
      'name(?<=(?:^|[\\r\\n])name)',
    ],
    between: '[ \\t]{0,2}:[ \\t]{1,2}',
    after: lineEnds,
  },
  // A title shows a name wherever it stands.
  {
    phrases: [
      ...['Mrs?\\.?', 'Ms\\.?', 'Mx\\.?', 'Dr\\.?', 'Prof\\.?', 'Miss', 'Herrn?', 'Frau'],
      ...['Monsieur', 'Madame', 'Mme', 'Mlle', 'Señora?', 'Sra\\.', 'Sr\\.'],
    ],
    between: space,
    after: null,
    title: true,
  },
];

export type Cue = { pattern: RegExp; after: RegExp | null; lower: Lower | null };

const cues: readonly Cue[] = sources.map(({ phrases, between, after, lower = null, title = false }) => ({
  pattern: new RegExp(`(?${title ? '=' : ':'}(?:${phrases.join('|')})${between})`, title ? 'uy' : 'iuy'),
  after,
  lower,
}));

/** Five bits of each of three characters: the same for small letters and capitals. Others may share them. */
const slot = (first: number, second: number, third: number) =>
  ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);

/** Which cues may begin with three characters, a bit each: few places of a text need a closer look. */
const beginnings = new Uint16Array(1 << 15);
for (const [i, { phrases }] of sources.entries()) {
  for (const phrase of phrases) {
    const plain = /^[\p{L} '’]{0,3}(?!\?)/u.exec(phrase)?.[0] ?? '';
    const first = slot(plain.charCodeAt(0), plain.charCodeAt(1), plain.charCodeAt(2));
    const last = plain.length < 3 ? first | 31 : first;
    for (let at = first; at <= last; at++) beginnings[at] = (beginnings[at] ?? 0) | (1 << i);
  }
}

/** Calls `visit` with every place where a name may begin, and what must follow the name there. */
export function eachCue(text: string, visit: (cue: Cue, at: number) => void): void {
  let first = 0;
  let second = text.charCodeAt(0);
  for (let start = 0; start + 2 < text.length; start++) {
    const third = text.charCodeAt(start + 2);
    first = second;
    second = text.charCodeAt(start + 1);
    const mask = beginnings[slot(first, second, third)] ?? 0;
    if (mask === 0 || !beginsApart(text, start)) continue;
    for (const [i, cue] of cues.entries()) {
      if ((mask & (1 << i)) === 0) continue;
      cue.pattern.lastIndex = start;
      if (cue.pattern.test(text)) visit(cue, cue.pattern.lastIndex);
    }
  }
}
