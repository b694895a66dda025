import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answerAll, type TakenAnswer } from '../../electron/service/evaluation/answering.ts';
import { Blind } from '../../electron/service/evaluation/blind.ts';
import { Brake } from '../../electron/service/evaluation/brake.ts';
import { Hearing } from '../../electron/service/evaluation/hearing.ts';
import type { OpenItem } from '../../electron/service/evaluation/items.ts';
import { noUsage } from '../../electron/service/evaluation/table.ts';
import { Together } from '../../electron/service/evaluation/together.ts';
import { ProviderError } from '../../electron/service/finetune/providers/failures.ts';
import type { Clock } from '../../electron/service/finetune/run/clock.ts';

/** Time that passes when somebody waits for it. */
function ownClock(): Clock & { waited: number[] } {
  let now = 0;
  const waited: number[] = [];
  return {
    waited,
    now: () => now,
    sleep: async (ms) => {
      waited.push(ms);
      now += ms;
    },
  };
}

const busy = (retryAfterMs: number | null = null, passing = true) =>
  new ProviderError(
    { kind: 'server-busy', message: 'Busy.', safe: 'Nothing was charged.', remedy: 'Wait.' },
    { outcome: 'declined', passing, retryAfterMs },
  );
const open = new AbortController().signal;
const item = (id: string): OpenItem => ({ id, prompt: { messages: [], tools: [] }, missing: ['base', 'tuned'] });

describe('the brake of a job', () => {
  it('holds everybody for as long as the server wants, and longer each time it goes on', async () => {
    const clock = ownClock();
    const told: number[] = [];
    const brake = new Brake(clock, (_, ms) => told.push(ms));
    brake.hit(await brake.clear(open), busy(10_000));
    brake.hit(await brake.clear(open), busy());
    brake.hit(await brake.clear(open), busy());
    await brake.clear(open);
    expect(told).toEqual([10_000, 4_000, 8_000]);
    expect(clock.waited).toEqual(told);
  });

  it('counts what met requests that went out together once, and begins anew with an answer', async () => {
    const told: number[] = [];
    const brake = new Brake(ownClock(), (_, ms) => told.push(ms));
    const turns = await Promise.all([1, 2, 3].map(() => brake.clear(open)));
    for (const turn of turns) brake.hit(turn, busy());
    const turn = await brake.clear(open);
    brake.answered();
    brake.hit(turn, busy());
    expect(told).toEqual([2_000, 2_000]);
  });

  it('lets go of whoever waits when it is stopped', async () => {
    const stop = new AbortController();
    const brake = new Brake({ now: () => 0, sleep: async () => stop.abort(new Error('stopped')) }, () => {});
    brake.hit(await brake.clear(open), busy());
    await expect(brake.clear(stop.signal)).rejects.toThrow('stopped');
  });
});

it('what comes while a write is under way is written together with the next one', async () => {
  const written: number[][] = [];
  const first = Promise.withResolvers<void>();
  const together = new Together<number>(async (entries) => {
    written.push(entries);
    if (entries.includes(1)) await first.promise;
    if (entries.includes(4)) throw new Error('the disk is full');
  });
  const one = together.add(1);
  await Promise.resolve();
  const others = Promise.all([together.add(2), together.add(3)]);
  first.resolve();
  await Promise.all([one, others]);
  await expect(together.add(4)).rejects.toThrow('the disk is full');
  await together.add(5);
  expect(written).toEqual([[1], [2, 3], [4], [5]]);
});

describe('asking for all answers', () => {
  const pages = [[item('a'), item('b')], [item('c')], []];
  const desk = (saved: TakenAnswer[]) => ({
    open: async (after: string) => pages[['', 'b', 'c'].indexOf(after)] ?? [],
    save: async (answers: TakenAnswer[]) => void saved.push(...answers),
  });

  it('asks for each that is missing once, and again only where it met what passes', async () => {
    const saved: TakenAnswer[] = [];
    let busyOnce = true;
    const clock = ownClock();
    await answerAll(desk(saved), {
      ask: async (contender, { id }) => {
        if (id === 'c' && busyOnce) {
          busyOnce = false;
          throw busy();
        }
        return { text: `${id} ${contender}`, isCut: false, tokens: null };
      },
      heard: noUsage,
      clock,
      signal: open,
      waits: () => {},
    });
    const expected = ['a base', 'a tuned', 'b base', 'b tuned', 'c base', 'c tuned'];
    expect(saved.map(({ text }) => text).sort()).toEqual(expected);
    expect(clock.waited).toContain(2_000);
  });

  it('asks for one three times at most where each may have been charged, and as often as it takes where none was', async () => {
    const failing = (outcome: 'unknown' | 'declined') => {
      let asked = 0;
      const done = answerAll(desk([]), {
        ask: async (contender, { id }) => {
          if (id === 'c' && contender === 'base' && ++asked < 10)
            throw new ProviderError(
              { kind: 'server-busy', message: 'Too slow.', safe: 'Nothing was charged.', remedy: 'Wait.' },
              { outcome, passing: true, retryAfterMs: null },
            );
          return { text: id, isCut: false, tokens: null };
        },
        heard: noUsage,
        clock: ownClock(),
        signal: open,
        waits: () => {},
      });
      return done.then(
        () => ({ asked, error: null }),
        (error) => ({ asked, error }),
      );
    };
    expect(await failing('unknown')).toMatchObject({
      asked: 3,
      error: { kind: 'server-busy', safe: expect.stringContaining('may have been charged') },
    });
    expect(await failing('declined')).toEqual({ asked: 10, error: null });
  });

  it('ends with what does not pass, and keeps what has come', async () => {
    const saved: TakenAnswer[] = [];
    const world = {
      ask: async (_: unknown, { id }: OpenItem) => {
        if (id === 'c') throw busy(null, false);
        return { text: id, isCut: false, tokens: null };
      },
      heard: noUsage,
      clock: ownClock(),
      signal: open,
      waits: () => {},
    };
    await expect(answerAll(desk(saved), world)).rejects.toBeInstanceOf(ProviderError);
    expect(saved.map(({ text }) => text).sort()).toEqual(['a', 'a', 'b', 'b']);
  });
});

const had = (answers: number, none: number) => ({ ...noUsage.base, answers, none });

describe('a model whose server declines requests', () => {
  const request = (itemId: string): TakenAnswer => ({
    ...{ itemId, contender: 'base' },
    ...{ text: null, isCut: false, tokens: { input: 0, output: 0 }, waitedMs: 1 },
  });
  const no = busy(null, false);

  it('is held to have answered nothing until it answers something', () => {
    const hearing = new Hearing(noUsage.base);
    hearing.declined(request('a'), no);
    hearing.declined(request('b'), no);
    const answer = { ...request('c'), text: 'Here.' };
    expect(hearing.answered(answer)).toEqual([request('a'), request('b'), answer]);
    hearing.declined(request('d'), no);
    expect(hearing.ended()).toEqual([request('d')]);
  });

  it('ends the asking where it answers nothing at all, and not where it has answered before', () => {
    const [never, once] = [new Hearing(noUsage.base), new Hearing(had(1, 0))];
    for (const hearing of [never, once]) hearing.declined(request('a'), no);
    expect(() => never.ended()).toThrow(no);
    expect(once.ended()).toEqual([request('a')]);
  });

  it('ends the asking where all are declined from some time on', () => {
    const hearing = new Hearing(had(1, 0));
    for (let index = 1; index < 20; index++) hearing.declined(request(`${index}`), no);
    expect(() => hearing.declined(request('20'), no)).toThrow(no);
  });
});

it('a model whose first answers are cut before they begin is asked no more, and one that has answered is', () => {
  const cut = { itemId: 'a', contender: 'tuned', text: null, isCut: true, tokens: null, waitedMs: 1 } as const;
  const hear = (hearing: Hearing, times: number) => {
    for (let index = 0; index < times; index++) {
      hearing.answered(cut);
      hearing.mustSpeak();
    }
  };
  hear(new Hearing(had(3, 3)), 4);
  expect(() => hear(new Hearing(had(3, 3)), 5)).toThrow('cut at the longest answer');
  hear(new Hearing(had(4, 3)), 50);
});

it('has what has come on the disk before it ends, however it is stopped', async () => {
  const stop = new AbortController();
  let asked = 0;
  let isSaved = false;
  const asking = answerAll(
    {
      open: async (after) => (after === '' ? ['a', 'b', 'c', 'd', 'e', 'f'].map(item) : []),
      save: async () => {
        // Its worker has gone on to the next one meanwhile, and waits for that.
        await sleep(5);
        stop.abort(new Error('stopped'));
        await sleep(20);
        isSaved = true;
      },
    },
    {
      ask: async (_contender, _item, signal) => {
        if (asked++ > 0) await new Promise((_, reject) => signal.addEventListener('abort', reject));
        return { text: 'There.', isCut: false, tokens: null };
      },
      heard: noUsage,
      clock: ownClock(),
      signal: stop.signal,
      waits: () => {},
    },
  );
  await expect(asking).rejects.toThrow('stopped');
  expect(isSaved).toBe(true);
});

describe('who stands where', () => {
  const blind = new Blind(Buffer.alloc(32, 7));
  const ids = Array.from({ length: 2_000 }, (_, index) => `item ${index}`);

  it('is the same each time, another one by another secret, and a fair coin', () => {
    const other = new Blind(Buffer.alloc(32, 8));
    const first = ids.filter((id) => blind.placeOf(id, 'base') === 'first');
    expect(Math.abs(first.length - 1_000)).toBeLessThan(150);
    expect(ids.filter((id) => blind.placeOf(id, 'base') === 'first')).toEqual(first);
    const same = ids.filter((id) => blind.placeOf(id, 'base') === other.placeOf(id, 'base'));
    expect(Math.abs(same.length - 1_000)).toBeLessThan(150);
    for (const id of ids.slice(0, 20)) {
      expect(blind.placeOf(id, 'tuned')).not.toBe(blind.placeOf(id, 'base'));
      expect(blind.contenderAt(id, blind.placeOf(id, 'tuned'))).toBe('tuned');
    }
  });

  it('seals what is opened again in its own place only, and as long whatever it says', () => {
    const short = blind.seal('one', { text: null });
    const long = blind.seal('one', { text: 'A rather long answer. '.repeat(100) });
    expect(short).toHaveLength(long.length);
    expect(long.includes('rather')).toBe(false);
    expect(blind.seal('one', { answers: 0 }, 512)).toHaveLength(blind.seal('one', { answers: 12_345 }, 512).length);
    expect(blind.unseal('one', blind.seal('one', 'é'.repeat(5_000)))).toBe('é'.repeat(5_000));
    expect(blind.unseal('one', short)).toEqual({ text: null });
    expect(() => blind.unseal('another', short)).toThrow();
    expect(() => new Blind(Buffer.alloc(32, 8)).unseal('one', short)).toThrow();
  });
});
