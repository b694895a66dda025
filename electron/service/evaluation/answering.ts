import { randomInt } from 'node:crypto';
import { type Contender, contenders } from '../../../shared/domain/comparison.ts';
import { AssayError } from '../../../shared/errors.ts';
import { keptAnswers } from '../../../shared/rules/evaluation-words.ts';
import { ProviderError } from '../finetune/providers/failures.ts';
import type { Clock } from '../finetune/run/clock.ts';
import { Brake } from './brake.ts';
import { mayBeCharged } from './charged.ts';
import type { ChatAnswer } from './chat.ts';
import { mayBeThePrompt } from './declined.ts';
import { Hearing } from './hearing.ts';
import type { GivenAnswer, OpenItem } from './items.ts';
import type { UsageOfBoth } from './table.ts';
import { Together } from './together.ts';

/** So many requests are under way at once. */
const atOnce = 8;
/** So often is one answer asked for where each request may have been charged although nothing came of it. */
const mostCharged = 3;

/** An answer with what it took: of that only sums are kept. */
export type TakenAnswer = GivenAnswer & Pick<ChatAnswer, 'isCut' | 'tokens'> & { waitedMs: number };

/** Where items come from and answers go to. */
export type AnsweringDesk = {
  /** The next items behind one that lack an answer; none when there are no more. */
  open(after: string): Promise<OpenItem[]>;
  /** The answers are on the disk when this resolves. */
  save(answers: TakenAnswer[]): Promise<void>;
};

export type AnsweringWorld = {
  ask(contender: Contender, item: OpenItem, signal: AbortSignal): Promise<ChatAnswer>;
  /** What the answers of both models have come to before. */
  heard: UsageOfBoth;
  clock: Clock;
  signal: AbortSignal;
  /** Hears of each back-off. */
  waits(error: ProviderError, waitMs: number): void;
};

type Request = { item: OpenItem; contender: Contender };

/**
 * Asks for every answer that is missing. An answer goes to the disk while the next one is asked for, and no further: a
 * killed program has lost what was under way, and at most as many answers that had just come.
 *
 * Requests go out in a random order: neither who is asked first nor who answers first is the same model.
 */
export async function answerAll(desk: AnsweringDesk, world: AnsweringWorld): Promise<void> {
  const brake = new Brake(world.clock, world.waits);
  const saver = new Together((answers: TakenAnswer[]) => desk.save(answers));
  const save = (answers: TakenAnswer[]) => Promise.all(answers.map((answer) => saver.add(answer)));
  const requests = requestsOf(desk);
  const hearings = { base: new Hearing(world.heard.base), tuned: new Hearing(world.heard.tuned) };
  // What fails ends the asking. What is under way then is paid for, and only a person who stops it gives that up.
  const failed = new AbortController();
  const going = AbortSignal.any([world.signal, failed.signal]);

  /** @returns what is to be kept now */
  async function answersTo({ item, contender }: Request): Promise<TakenAnswer[]> {
    const began = world.clock.now();
    const taken = (answer: ChatAnswer) => ({
      ...{ itemId: item.id, contender, ...answer },
      waitedMs: world.clock.now() - began,
    });
    const hearing = hearings[contender];
    try {
      return hearing.answered(taken(await persistently(brake, () => world.ask(contender, item, world.signal), going)));
    } catch (error) {
      if (!(error instanceof ProviderError && mayBeThePrompt(error))) throw error;
      hearing.declined(taken({ text: null, isCut: false, tokens: { input: 0, output: 0 } }), error);
      return [];
    }
  }

  async function work(): Promise<void> {
    let saved: Promise<unknown> = Promise.resolve();
    // A write that fails is told by the next turn of the loop, or at its end.
    const ended = () => saved.catch(() => {});
    try {
      for (let next = await requests.next(); !next.done; next = await requests.next()) {
        const answers = await answersTo(next.value);
        await saved;
        saved = save(answers);
        void ended();
        hearings[next.value.contender].mustSpeak();
      }
      await saved;
    } catch (error) {
      failed.abort(error);
      // What has come is paid for: it is saved whatever ends the asking.
      await ended();
      throw error;
    }
  }
  // All of them end before this does: what has come is saved even where another request has failed.
  await Promise.allSettled(Array.from({ length: atOnce }, work));
  going.throwIfAborted();
  await save(contenders.flatMap((contender) => hearings[contender].ended()));
}

async function persistently(brake: Brake, ask: () => Promise<ChatAnswer>, signal: AbortSignal): Promise<ChatAnswer> {
  for (let charged = 0; ; ) {
    const turn = await brake.clear(signal);
    try {
      const answer = await ask();
      brake.answered();
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ProviderError && error.passing) || mayBeThePrompt(error)) throw error;
      if (mayBeCharged(error) && ++charged === mostCharged) throw chargedInVain(error);
      brake.hit(turn, error);
    }
  }
}

/** Whoever goes on asking pays for answers that never come: a person decides about that. */
function chargedInVain(cause: ProviderError): AssayError {
  const { kind, message } = cause;
  return new AssayError(
    {
      kind,
      message: `${message} One answer was asked for ${mostCharged} times, and each time may have been charged.`,
      safe: keptAnswers,
      remedy: 'See whether the server answers, and ask for the rest then; shorter answers come sooner.',
    },
    { cause },
  );
}

async function* requestsOf(desk: AnsweringDesk): AsyncGenerator<Request, void> {
  for (let after = ''; ; ) {
    const page = await desk.open(after);
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
    yield* shuffled(page.flatMap((item) => item.missing.map((contender) => ({ item, contender }))));
  }
}

/** Fisher-Yates, by the system's own chance. */
function shuffled<T>(entries: T[]): T[] {
  for (let last = entries.length - 1; last > 0; last--) {
    const chosen = randomInt(last + 1);
    [entries[last], entries[chosen]] = [entries[chosen] as T, entries[last] as T];
  }
  return entries;
}
