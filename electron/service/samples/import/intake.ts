import { type CorpusWriter, prepareSample, redated } from '../write.ts';
import type { Problem, ReadRow } from './problem.ts';
import type { Rejected } from './report.ts';
import type { ImportState, ImportStates } from './states.ts';

/**
 * Takes in the records of one file, inside a transaction that the caller holds.
 *
 * Rows are stored as they come and not gathered: they are large trees of small objects, and cheap while they die young.
 */
export class Intake {
  readonly #writer: CorpusWriter;
  readonly #states: ImportStates;
  readonly #state: ImportState;
  #rejected: Rejected[] = [];

  constructor(writer: CorpusWriter, states: ImportStates, state: ImportState) {
    this.#writer = writer;
    this.#states = states;
    this.#state = state;
  }

  take(line: number, result: ReadRow): void {
    const { counts } = this.#state;
    counts.lines++;
    const problems = result.ok ? this.#store(line, result) : result.problems;
    const [first] = problems;
    if (!first) return;
    counts.rejected++;
    counts.firstRejected ??= { line, field: first.field, reason: first.reason };
    this.#rejected.push({ line, problems });
  }

  /** Completes what was taken since the last flush, and gives back what was rejected. */
  flush(): Rejected[] {
    this.#writer.flush();
    const rejected = this.#rejected;
    this.#rejected = [];
    return rejected;
  }

  /**
   * Within one file the first line with a `sample_id` counts: a later one that says the same changes nothing, and one
   * that says something else is rejected. Against what was stored before the import, the file is right.
   */
  #store(line: number, { row, dated }: ReadRow & { ok: true }): Problem[] {
    const { counts, id: importId } = this.#state;
    const stored = this.#writer.find(row.sample_id);
    const sample = redated(prepareSample(row, dated), stored);
    const firstLine = stored && this.#states.lineOf(importId, stored.id);
    if (firstLine !== null) {
      if (stored?.body !== sample.body) return [contradiction(row.sample_id, firstLine)];
      counts.unchanged++;
    } else {
      const { id, outcome } = this.#writer.put(sample, stored);
      this.#states.setLine(importId, id, line);
      counts[outcome]++;
    }
    if (sample.legacy) counts.legacy++;
    return [];
  }
}

function contradiction(sampleId: string, line: number): Problem {
  return {
    field: 'sample_id',
    reason: `The sample_id ${sampleId} was in line ${line} already, with other content; that line was kept.`,
    remedy: 'Give each sample an id of its own, or leave the older line out.',
  };
}
