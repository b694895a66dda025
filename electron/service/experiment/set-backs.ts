import { z } from 'zod';
import { type SetBack, type SetBackMark, setBackMarkSchema } from '../../../shared/domain/set-back.ts';
import { activeModelRowSchema, experimentRowSchema } from '../../../shared/sync/experiments.ts';
import { memberNames } from '../lead/member-names.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { agentSetBack, experimentSetBack, isLeft, type Pair } from './set-back.ts';

const leftKey = 'set_back_left';
const leftSchema = z.array(setBackMarkSchema);

type Bodies = Pair<string>;

/**
 * What leads had decided and a restored server has lost. It follows from what was remembered and what is there now, so that
 * it is told no more once it is decided again, on whatever device.
 */
export class SetBacks {
  readonly #meta: Meta;
  readonly #corpus: Connection;
  readonly #experiments;
  readonly #models;

  /** @param work work.db; only to read from, unless `leave` is called */
  constructor(work: Connection, corpus: Connection) {
    this.#meta = new Meta(work);
    this.#corpus = corpus;
    const pairs = (feed: string, key: string) =>
      corpus.prepare<[], Bodies>(
        `SELECT b.body AS before, f.body AS now FROM before_restore b LEFT JOIN ${feed} f ON f.${key} = b.key
         WHERE b.feed = '${feed}'`,
      );
    this.#experiments = pairs('experiments', 'experiment_id');
    this.#models = pairs('active_models', 'agent');
  }

  /** What a lead has not left as it is, the newest first. */
  list(): SetBack[] {
    const left = this.#left();
    return this.#all()
      .filter((one) => !isLeft(one, left))
      .sort((a, b) => Date.parse(b.mark.at) - Date.parse(a.mark.at));
  }

  /** These stay as they are, and are told again only when they are set back further. */
  leave(marks: readonly SetBackMark[]): void {
    const others = this.#left().filter(
      ({ what, key }) => !marks.some((mark) => mark.what === what && mark.key === key),
    );
    this.#meta.set(leftKey, JSON.stringify([...others, ...marks]));
  }

  #all(): SetBack[] {
    const experiments = this.#experiments.all().map((pair) => experimentSetBack(parsed(pair, experimentRowSchema)));
    const models = this.#models.all();
    const nameOf = models.length > 0 ? memberNames(this.#corpus) : String;
    const agents = models.map((pair) => agentSetBack(parsed(pair, activeModelRowSchema), nameOf));
    return [...experiments, ...agents].filter((one) => one !== null);
  }

  #left(): SetBackMark[] {
    return leftSchema.parse(JSON.parse(this.#meta.get(leftKey) ?? '[]'));
  }
}

function parsed<Row>({ before, now }: Bodies, schema: z.ZodType<Row>): Pair<Row> {
  return { before: schema.parse(JSON.parse(before)), now: now === null ? null : schema.parse(JSON.parse(now)) };
}
