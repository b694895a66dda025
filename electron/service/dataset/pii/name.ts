import type { Span } from './kinds.ts';
import { eachCue, type Lower } from './name-cues.ts';
import { given, ordinary, organisational, particles } from './name-words.ts';

const letters = "[\\p{L}\\p{M}]{0,30}(?:['’\\u2010\u05be-][\\p{L}][\\p{L}\\p{M}]{0,30}){0,3}";
const unfinished = '(?![\\p{L}\\p{M}\\p{N}_@])';
/** A word of a name: capitalised, or of a script without case; or an initial. */
const capitalised = new RegExp(`(?:\\p{Lu}\\.|(?:[dl]['’])?[\\p{Lu}\\p{Lt}\\p{Lo}]${letters})${unfinished}`, 'uy');
const anyCase = new RegExp(`(?:\\p{L}\\.|\\p{L}${letters})${unfinished}`, 'uy');
const particle = new RegExp(`(?:${[...particles].join('|')}|St\\.)(?= |[ '’]\\p{Lu})`, 'uy');
/** In a name that began, or after a title: elsewhere a sentence may begin so, and in German with `Der` anywhere. */
const capitalParticle =
  /(?:V[ao]n(?: De[rn]?)?|Del?|Della|D[ao]|Dos|D[iu]|L[ae]|L[ao]s|Zu[mr]?|Bin|Ibn|[AE]l|Te[rn])(?= (?:(?:der|den|la|las|los) )?\p{Lu})/uy;
const title =
  /(?:Mrs?|Ms|Mx|Miss|Dr|Prof|Professor|Doctor|Herrn?|Frau|Hr|Fr|Monsieur|Madame|Mademoiselle|Mme|Mlle|Señora?|Señorita|Sra?|Don|Doña)(?:\.[ \u00a0]?|[ \u00a0])/uy;
const mostWords = 5;
/** Of titles, and of particles as in `van der`, one after another. */
const mostBefore = 3;

/**
 * Names of persons, where a greeting, a signature, an introduction or a title shows them, in English, German, French
 * and Spanish. A name by itself is not recognised: a capital letter makes no name.
 */
export function findNames(text: string): Span[] {
  const found: Name[] = [];
  eachCue(text, ({ after, lower }, at) => {
    const first = readName(text, at, 'capitals') ?? (lower ? readName(text, at, lower) : null);
    if (!first) return;
    const second = after && follows(and, text, first.end) ? readName(text, and.lastIndex, 'capitals') : null;
    const last = second ?? first;
    if (!after || last.titled || follows(after, text, last.end)) found.push(first, ...(second ? [second] : []));
    else if (first.titled) found.push(first);
  });
  return found.map(({ start, end }) => ({ start, end }));
}

/** `Hi Anna and Ben,`. */
const and = / (?:and|&|und|et) (?=\p{Lu})/uy;

function follows(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

type Name = Span & { titled: boolean };

/** Reads a name, titles before it left out; null where ordinary words or a company's stand. */
function readName(text: string, from: number, spelling: 'capitals' | Lower): Name | null {
  const start = afterTitles(text, from);
  const lower = spelling !== 'capitals';
  const pattern = lower ? anyCase : capitalised;
  let end = start;
  let at = start;
  let full = 0;
  for (let words = 0; words < mostWords; words++) {
    at = afterParticles(text, at, at > from);
    const word = take(pattern, text, at);
    if (word === null) break;
    const plain = word.toLowerCase().replace(/['’](?:s|m|d|ll|re|ve)$/u, '');
    if (organisational.has(plain)) return null;
    if (ordinary.has(plain) || (spelling === 'given' && words === 0 && !given.has(plain))) break;
    if (lower && words > 1) break;
    const possessive = word.length - (/['’]s$/u.exec(word)?.[0].length ?? 0);
    end = at + possessive;
    if (!/^\p{L}\.?$/u.test(word)) full++;
    if (possessive < word.length) break;
    at += word.length;
    if (/[ \u00a0]/.test(text.charAt(at))) at++;
    else if (!word.endsWith('.')) break;
  }
  return full > 0 ? { start, end, titled: start > from } : null;
}

function afterTitles(text: string, from: number): number {
  let at = from;
  for (let i = 0; i < mostBefore; i++) at += take(title, text, at)?.length ?? 0;
  return at;
}

function afterParticles(text: string, from: number, capital: boolean): number {
  let at = from;
  for (let i = 0; i < mostBefore; i++) {
    const word = take(particle, text, at) ?? (capital ? take(capitalParticle, text, at) : null);
    if (word !== null) at += word.length + 1;
  }
  return at;
}

function take(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
