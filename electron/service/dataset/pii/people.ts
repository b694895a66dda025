import { everyday, ordinary, particles } from './name-words.ts';
import { normalise } from './normalise.ts';

/**
 * Who is who in a conversation: `Anna` and `Ms. Schmidt` are the `Anna Schmidt` of the signature, as long as no other
 * name of the conversation has the same part.
 */
export class People {
  /** Full names by each of their words, all normalised. */
  readonly #byPart = new Map<string, Set<string>>();
  readonly #resolved = new Map<string, string>();

  add(name: string): void {
    const full = normalise('name', name);
    for (const part of full.split(' ')) {
      const owners = this.#byPart.get(part) ?? new Set();
      this.#byPart.set(part, owners.add(full));
    }
    this.#resolved.clear();
  }

  /** The normalised name of the person that a name means. */
  personOf(name: string): string {
    const normal = normalise('name', name);
    const known = this.#resolved.get(normal);
    if (known !== undefined) return known;
    const parts = normal.split(' ');
    const [fewest] = parts.map((part) => this.#byPart.get(part) ?? new Set<string>()).sort((a, b) => a.size - b.size);
    const persons = new Set<string>();
    for (const owner of fewest ?? []) {
      const words = owner.split(' ');
      if (words.length > parts.length && parts.every((part) => words.includes(part))) persons.add(this.personOf(owner));
    }
    const [only = normal] = persons.size === 1 ? persons : [];
    this.#resolved.set(normal, only);
    return only;
  }
}

/**
 * What of a name shows its bearer wherever it stands: the whole, and each part that is no initial, no particle and no
 * everyday word.
 */
export function formsOfName(name: string): string[] {
  const parts = name
    .split(/\s+/u)
    .filter(
      (part) =>
        part.length > 1 && !part.endsWith('.') && !/^\p{Ll}{1,3}$/u.test(part) && !particles.has(part.toLowerCase()),
    );
  const forms = /\s/u.test(name) ? [name, ...parts] : parts;
  const telling = forms.filter((form) => !ordinary.has(form.toLowerCase()) && !everyday.has(form.toLowerCase()));
  return telling.flatMap((form) => [form, form.replace(/(?<![\p{L}\p{M}])\p{Ll}/gu, (letter) => letter.toUpperCase())]);
}
