import { z } from 'zod';
import { contenderSchema, evaluationPlanSchema } from '../../../shared/domain/comparison.ts';
import { counted } from '../../../shared/rules/readiness-words.ts';
import { askingAgainText } from '../../../shared/rules/run-words.ts';
import { hostOf } from '../finetune/providers/client.ts';
import { realClock } from '../finetune/run/clock.ts';
import { runJob } from '../jobs/thread.ts';
import { answerAll } from './answering.ts';
import { openChat } from './chat.ts';
import { holdoutOf } from './holdout.ts';
import type { OpenItem } from './items.ts';
import { usageOfBothSchema } from './table.ts';

/** Items that are handed over at once. */
const perPage = 100;

/** What an evaluation's thread is told when it begins. */
const begunSchema = z.object({
  plan: evaluationPlanSchema,
  base: contenderSchema,
  tuned: contenderSchema,
  /** What the answers of both models have come to before. */
  heard: usageOfBothSchema,
  /** Whether all items are there: else it was begun just now, or ended while they were read. */
  isRead: z.boolean(),
  items: z.int(),
  answered: z.int(),
});
export type BegunEvaluation = z.infer<typeof begunSchema>;

const contextSchema = z.object({ workspace: z.string(), writer: z.object({ pid: z.int(), token: z.string() }) });

await runJob(async (thread) => {
  const context = contextSchema.parse(thread.context);
  const { plan, base, tuned, heard, isRead, ...counts } = begunSchema.parse(await thread.ask('begin', null));
  // Asked for when they are needed: a key is in no record of a job.
  const keys = z.object({ base: z.string(), tuned: z.string() }).parse(await thread.ask('keys', null));
  if (!isRead) {
    const { items } = await holdoutOf(plan, context);
    for (let at = 0; at < items.length; at += perPage) {
      thread.signal.throwIfAborted();
      await thread.ask('items', items.slice(at, at + perPage));
    }
    await thread.ask('read', null);
  }
  const chats = {
    base: openChat(base.provider, keys.base, plan.sampling),
    tuned: openChat(tuned.provider, keys.tuned, plan.sampling),
  };
  const models = { base: base.model, tuned: tuned.model };
  const hosts = [...new Set([base, tuned].map(({ provider }) => hostOf(provider.baseUrl)))].join(', ');
  // Answers of items that are not whole yet are not counted: they would come one model at a time.
  const total = 2 * counts.items;
  let done = 2 * counts.answered;
  let declined = 0;
  const progress = (note: string, always?: 'always') =>
    thread.progress({ done: Math.min(done, total), total, unit: 'answers', note }, always);
  thread.log('info', `Asks ${hosts} for the answers that are missing, ${total - done} at most.`);
  await answerAll(
    {
      open: async (after) => (await thread.ask('open', { after, limit: perPage })) as OpenItem[],
      save: async (answers) => {
        await thread.ask('save', answers);
        done += answers.length;
        declined += answers.filter(({ text }) => text === null).length;
        progress('');
      },
    },
    {
      ask: (contender, { prompt }, signal) => chats[contender](models[contender], prompt, signal),
      heard,
      clock: realClock,
      signal: thread.signal,
      waits: (error, waitMs) => {
        const now = Date.now();
        const told = `${error.message} ${askingAgainText(new Date(now + waitMs), new Date(now))}`;
        thread.log('warning', told);
        progress(told, 'always');
      },
    },
  );
  if (declined > 0) thread.log('info', `${counted(declined, 'request')} brought no answer, and judges see that.`);
  return thread.ask('ended', null);
});
