import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Groups } from '../../electron/service/dataset/duplicates/groups.ts';
import { searchNear, threshold } from '../../electron/service/dataset/duplicates/near.ts';
import { jaccard, shinglesOf } from '../../electron/service/dataset/duplicates/shingles.ts';
import { agreement, sketch, sketchSize } from '../../electron/service/dataset/duplicates/sketch.ts';
import { type SampleRow, sampleRowSchema } from '../../shared/domain/sample.ts';
import { generator } from '../bench/corpus.ts';

const demo = join(import.meta.dirname, '../../resources/demo/samples.ndjson');

/** What the customers of the demo said, and the same with so many words of each replaced. */
function texts(): string[] {
  const rows = readFileSync(demo, 'utf8')
    .trim()
    .split('\n')
    .map((line): SampleRow => sampleRowSchema.parse(JSON.parse(line)));
  const random = generator(3);
  return rows.flatMap(({ query }) => {
    const words = query.text.split(' ');
    const copies = [0.02, 0.05, 0.1, 0.3].map((share) =>
      words.map((word) => (random() < share ? `other${Math.floor(random() * 1_000)}` : word)).join(' '),
    );
    return [query.text, ...copies];
  });
}

function sketchesOf(sets: readonly Uint32Array[]): Uint8Array {
  const sketches = new Uint8Array(sets.length * sketchSize);
  for (const [index, set] of sets.entries())
    sketch(set, sketches.subarray(index * sketchSize, (index + 1) * sketchSize));
  return sketches;
}

function nearGroups(sets: readonly Uint32Array[]): Groups {
  const groups = new Groups(sets.length);
  searchNear({
    size: sets.length,
    sketches: sketchesOf(sets),
    together: (a, b) => groups.together(a, b),
    compare(a, b) {
      if (jaccard(sets[a] ?? new Uint32Array(), sets[b] ?? new Uint32Array()) >= threshold) groups.join(a, b);
    },
    crowd: () => {},
    progress: () => {},
  });
  return groups;
}

/** Messages of one form, which differ in two numbers: nearly every two are just under the threshold. */
function forms(count: number): string[] {
  const random = generator(5);
  const word = (length: number) =>
    Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz0123456789'.charAt(Math.floor(random() * 36))).join('');
  return Array.from(
    { length: count },
    () =>
      `Contact form. Topic: Return or exchange. Order number: ${word(9)}. Message: I would like to return the item that I received, please send me a label. Sent by ${word(7)}`,
  );
}

/** Who is near whom, who is of one crowd or near, and how many pairs it took to tell. */
function searched(texts: readonly string[]): { near: Groups; sides: Groups; compared: number } {
  const sets = texts.map(shinglesOf);
  const near = new Groups(sets.length);
  const sides = new Groups(sets.length);
  let compared = 0;
  searchNear({
    size: sets.length,
    sketches: sketchesOf(sets),
    together: (a, b) => near.together(a, b),
    compare(a, b) {
      compared++;
      if (jaccard(sets[a] ?? new Uint32Array(), sets[b] ?? new Uint32Array(), threshold) < threshold) return;
      near.join(a, b);
      sides.join(a, b);
    },
    crowd: (a, b) => sides.join(a, b),
    progress: () => {},
  });
  return { near, sides, compared };
}

/** Every pair compared. */
function allGroups(sets: readonly Uint32Array[]): Groups {
  const groups = new Groups(sets.length);
  for (const [a, one] of sets.entries())
    for (const [b, other] of sets.entries()) if (b < a && jaccard(one, other) >= threshold) groups.join(a, b);
  return groups;
}

function pairsIn(groups: Groups, size: number): string[] {
  const pairs: string[] = [];
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) if (groups.together(a, b)) pairs.push(`${a} ${b}`);
  return pairs;
}

describe('near duplicates', () => {
  it('are those that comparing every pair finds: all that it finds, and nothing else', () => {
    const sets = texts().map(shinglesOf);
    const wanted = pairsIn(allGroups(sets), sets.length);
    const found = new Set(pairsIn(nearGroups(sets), sets.length));
    expect(wanted.length).toBeGreaterThan(300);
    const recall = wanted.filter((pair) => found.has(pair)).length / wanted.length;
    // A pair at the threshold meets in a band with probability 1 − (1 − 0.8^5)^20 = 0.9996.
    expect(recall).toBeGreaterThan(0.995);
    expect([...found].filter((pair) => !wanted.includes(pair))).toEqual([]);
  });

  it('do not depend on the order of texts', () => {
    const all = texts().slice(0, 200);
    const shuffled = all.toReversed();
    const names = (list: readonly string[]) =>
      pairsIn(nearGroups(list.map(shinglesOf)), list.length)
        .map((pair) =>
          pair
            .split(' ')
            .map((place) => list[Number(place)])
            .sort()
            .join(' | '),
        )
        .sort();
    expect(names(shuffled)).toEqual(names(all));
  });

  it('take no time that grows with the square of copies', () => {
    const copies = Array.from({ length: 20_000 }, (_, index) => shinglesOf(`where is my order ${index % 3}?`));
    let compared = 0;
    const groups = new Groups(copies.length);
    searchNear({
      size: copies.length,
      sketches: sketchesOf(copies),
      together: (a, b) => groups.together(a, b),
      compare(a, b) {
        compared++;
        groups.join(a, b);
      },
      crowd: () => {},
      progress: () => {},
    });
    expect(compared).toBeLessThan(copies.length);
  });

  it('are not sought by comparing every two messages of one form', () => {
    const [some, more] = [searched(forms(1_000)).compared, searched(forms(2_000)).compared];
    expect(some).toBeLessThan(80 * 1_000);
    // Twice as many take twice as long, and not four times.
    expect(more / some).toBeLessThan(2.4);
  });

  it('are never parted in a crowd, where not all that are alike are compared', () => {
    const crowd = forms(1_000);
    const again = crowd.slice(0, 100).map((text) => text.replace(/\w+$/, 'somebody'));
    const { near, sides } = searched([...crowd, ...again]);
    for (const index of again.keys()) expect(sides.together(index, crowd.length + index)).toBe(true);
    // Of one crowd is not yet alike: nothing is left out for that.
    const alike = allGroups([...crowd, ...again].map(shinglesOf));
    for (const pair of pairsIn(near, crowd.length)) {
      const [a = 0, b = 0] = pair.split(' ').map(Number);
      expect(alike.together(a, b)).toBe(true);
    }
  });

  it('are compared with all where there is no crowd', () => {
    const few = forms(40);
    const { sides, compared } = searched(few);
    expect(compared).toBeGreaterThan(500);
    expect(pairsIn(sides, few.length)).toEqual(pairsIn(allGroups(few.map(shinglesOf)), few.length));
  });
});

describe('shingles', () => {
  it('do not see letter case, width, composition and runs of space', () => {
    const plain = shinglesOf('Où est ma commande 42 ?');
    for (const same of [
      'où est ma commande 42 ?',
      'Où  est\nma commande 42 ?',
      'Où est ma commande ４２ ?',
      'Où est ma commande 42 ?'.normalize('NFD'),
    ])
      expect(jaccard(plain, shinglesOf(same))).toBe(1);
  });

  it('are none for an empty text, which is like nothing', () => {
    expect(shinglesOf(' \n').length).toBe(0);
    expect(jaccard(shinglesOf(''), shinglesOf(''))).toBe(0);
    expect(jaccard(shinglesOf('ab'), shinglesOf('ab'))).toBe(1);
  });

  it('give the Jaccard similarity of the sets of 5-grams', () => {
    const grams = (text: string) =>
      new Set(Array.from({ length: Math.max(1, text.length - 4) }, (_, at) => text.slice(at, at + 5)));
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const shared = grams(a).intersection(grams(b)).size;
        expect(jaccard(shinglesOf(a), shinglesOf(b))).toBeCloseTo(shared / grams(a).union(grams(b)).size, 12);
      }),
    );
  });
});

describe('a similarity that is only asked whether it reaches a bound', () => {
  it('is the same where it does, and less than that where it does not', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(letters, letters, fc.constantFrom(0.2, 0.5, 0.8, 1), (one, other, least) => {
        const [a, b] = [shinglesOf(one), shinglesOf(other)];
        const whole = jaccard(a, b);
        if (whole >= least) expect(jaccard(a, b, least)).toBe(whole);
        else expect(jaccard(a, b, least)).toBeLessThan(least);
      }),
    );
  });
});

describe('sketches', () => {
  it('agree in as many places as their sets share, give or take chance', () => {
    const random = generator(1);
    for (const [size, similarity] of [
      [10, 0.5],
      [30, 0.8],
      [300, 0.3],
      [3_000, 0.8],
      [3_000, 0.05],
    ] as const) {
      let agreed = 0;
      const times = 60;
      for (let time = 0; time < times; time++) {
        const shared = Math.round((2 * size * similarity) / (1 + similarity));
        const draw = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 2 ** 32));
        const common = draw(shared);
        const sets = [0, 1].map(() => Uint32Array.from([...common, ...draw(size - shared)]).sort());
        agreed += agreement(sketchesOf(sets), 0, sketchSize) / sketchSize;
      }
      // Two unlike places agree by chance in one of 256.
      expect(agreed / times, `${size} shingles, ${similarity}`).toBeCloseTo(similarity + (1 - similarity) / 256, 1);
    }
  });
});
