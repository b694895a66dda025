import { type CorpusWriter, type Entry, isLegacy, prepareSample } from '../write.ts';
import type { Problem, ReadRow } from './problem.ts';
import type { Rejected } from './report.ts';
import type { ImportState, ImportStates } from './states.ts';

/** Records that are stored together. */
export class Batch {
  readonly #writer: CorpusWriter;
  readonly #states: ImportStates;
  readonly #state: ImportState;
  #read: { line: number; result: ReadRow }[] = [];
  #bytes = 0;

  constructor(writer: CorpusWriter, states: ImportStates, state: ImportState) {
    this.#writer = writer;
    this.#states = states;
    this.#state = state;
  }

  get records(): number {
    return this.#read.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(line: number, bytes: number, result: ReadRow): void {
    this.#read.push({ line, result });
    this.#bytes += bytes;
  }

  /**
   * Stores and counts what was gathered, inside a transaction that the caller holds, and gives back what was rejected.
   *
   * Within one file the first line with a `sample_id` counts: a later one that says the same changes nothing, and one
   * that says something else is rejected. Against what was stored before the import, the file is right.
   */
  store(): Rejected[] {
    const { counts, id: importId } = this.#state;
    const rejected: Rejected[] = [];
    const firsts = new Map<string, { line: number; bodyHash: string }>();
    const entries: Entry[] = [];
    const lines: number[] = [];
    for (const { line, result } of this.#read) {
      counts.lines++;
      if (!result.ok) {
        rejected.push({ line, problems: result.problems });
        continue;
      }
      const { row, dated } = result;
      const sample = prepareSample(row, dated);
      const first = firsts.get(row.sample_id);
      const stored = first ? null : this.#writer.find(row.sample_id);
      const firstLine = first?.line ?? (stored && this.#states.lineOf(importId, stored.id));
      if (firstLine != null) {
        if ((first?.bodyHash ?? stored?.body_hash) !== sample.bodyHash) {
          rejected.push({ line, problems: [contradiction(row.sample_id, firstLine)] });
          continue;
        }
        counts.unchanged++;
      } else {
        firsts.set(row.sample_id, { line, bodyHash: sample.bodyHash });
        entries.push({ sample, stored });
        lines.push(line);
      }
      if (isLegacy(row)) counts.legacy++;
    }
    for (const [index, { id, outcome }] of this.#writer.write(entries).entries()) {
      counts[outcome]++;
      this.#states.setLine(importId, id, lines[index] ?? 0);
    }
    counts.rejected += rejected.length;
    this.#read = [];
    this.#bytes = 0;
    return rejected;
  }
}

function contradiction(sampleId: string, line: number): Problem {
  return {
    field: 'sample_id',
    reason: `The sample_id ${sampleId} was in line ${line} already, with other content; that line was kept.`,
    remedy: 'Give each sample an id of its own, or leave the older line out.',
  };
}
