import { z } from 'zod';
import { evaluationParamsSchema } from '../../../shared/domain/job.ts';
import { keptAnswers } from '../../../shared/rules/evaluation-words.ts';
import { writer } from '../dataset/writer.ts';
import type { Providers } from '../finetune/providers.ts';
import type { JobSpec } from '../jobs/spec.ts';
import type { Connection } from '../store/database.ts';
import { threadUrl } from '../threads.ts';
import type { TakenAnswer } from './answering.ts';
import type { BegunEvaluation } from './answers.worker.ts';
import { Blind } from './blind.ts';
import { type EvaluationItems, givenAnswerSchema, heldItemSchema } from './items.ts';
import type { EvaluationSecrets } from './secret.ts';
import { type EvaluationTable, mustBeClosed, type UsageOfBoth } from './table.ts';

const pageSchema = z.object({ after: z.string(), limit: z.int().min(1).max(1_000) });
const takenSchema = z.array(
  givenAnswerSchema.extend({
    isCut: z.boolean(),
    tokens: z.object({ input: z.int(), output: z.int() }).nullable(),
    waitedMs: z.number(),
  }),
);

/** What the job of an evaluation works on. */
export type AnsweringParts = {
  /** work.db */
  db: Connection;
  workspace: string;
  table: EvaluationTable;
  items: EvaluationItems;
  secrets: EvaluationSecrets;
  providers: Providers;
};

/** The answers of an evaluation as a job: it goes on by itself when Assay is opened again. */
export function evaluationJob({ db, workspace, table, items, secrets, providers }: AnsweringParts): JobSpec {
  return {
    thread: threadUrl('answers'),
    data: () => ({ workspace, writer }),
    lane: 'evaluation',
    isOver: ({ params }) => {
      const { evaluationId: id } = evaluationParamsSchema.parse(params);
      return table.has(id) && table.get(id).openedAt !== null;
    },
    goesOn: true,
    answers: ({ params }) => {
      const { evaluationId: id } = evaluationParamsSchema.parse(params);
      let known: Promise<Blind> | null = null;
      const blind = () => {
        known ??= secrets.get(id).then((secret) => new Blind(secret));
        return known;
      };
      // Nothing else writes it while this runs, and opening what is sealed at each answer would keep the main thread busy.
      let usage: UsageOfBoth | null = null;
      const record = db.transaction((answers: TakenAnswer[], by: Blind) => {
        items.answer(answers, by);
        const sum = answers.reduce(added, usage ?? table.usage(id, by));
        table.setUsage(id, sum, by);
        return sum;
      });
      return {
        begin: async (): Promise<BegunEvaluation> => {
          const { plan, base, tuned, items: wanted, isRead } = mustBeClosed(table.get(id));
          const { items: there, answered } = items.counts(id);
          const heard = table.usage(id, await blind());
          return { plan, base, tuned, heard, isRead, items: isRead ? there : wanted, answered };
        },
        keys: async () => {
          const { base, tuned } = table.get(id);
          return {
            base: await providers.keyOf(base.provider, keptAnswers),
            tuned: await providers.keyOf(tuned.provider, keptAnswers),
          };
        },
        // No more than was begun: some that were read before may be erased, and others have taken their places.
        items: (held) => items.add(id, z.array(heldItemSchema).parse(held), table.get(id).items),
        read: () => table.setRead(id),
        open: async (page) => {
          const { after, limit } = pageSchema.parse(page);
          return items.open(id, after, limit, await blind());
        },
        save: async (answers) => {
          usage = record.immediate(takenSchema.parse(answers), await blind());
        },
        ended: () => ({ items: items.counts(id).answered }),
      };
    },
  };
}

function added(usage: UsageOfBoth, { contender, text, isCut, tokens, waitedMs }: TakenAnswer): UsageOfBoth {
  const { answers, none, cut, counted, inputTokens, outputTokens, waitedMs: before } = usage[contender];
  return {
    ...usage,
    [contender]: {
      answers: answers + 1,
      none: none + (text === null ? 1 : 0),
      cut: cut + (isCut ? 1 : 0),
      counted: counted + (tokens === null ? 0 : 1),
      inputTokens: inputTokens + (tokens?.input ?? 0),
      outputTokens: outputTokens + (tokens?.output ?? 0),
      waitedMs: before + waitedMs,
    },
  };
}
