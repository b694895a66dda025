import type { Recipe, Side } from '../../../../shared/domain/dataset.ts';
import { sides } from '../../../../shared/domain/dataset.ts';
import type { Sample } from '../../../../shared/domain/sample.ts';
import { verdictOf } from '../../../../shared/rules/gate.ts';
import { countsOf } from '../counts.ts';
import { number53 } from '../hash.ts';
import { cardAndKit } from '../kit/kit.ts';
import { sums } from '../kit/sums.ts';
import { type Line, Lines } from '../lines.ts';
import { promptDigest } from '../prompt-digest.ts';
import type { Writer } from '../replace.ts';
import type { Selection } from '../selection.ts';
import type { Source } from '../source.ts';
import { type Ledger, ledgerCodes } from '../split.ts';
import type { Reason } from '../stops.ts';
import type { Survey } from '../survey/survey.ts';
import { tokensOfExample } from '../tokens.ts';
import { RecordFile, TrainingFiles, writeText } from './files.ts';
import { countPromptSides, promptSides } from './ledger.ts';
import { type LedgerLine, type LeftOut, type Lineage, ledgerName, leftOutName, lineageName } from './lineage.ts';
import type { Manifest } from './manifest.ts';
import { LeakProof } from './proof.ts';
import { Shortfall } from './shortfall.ts';

type Input = {
  source: Source;
  survey: Survey;
  selection: Selection;
  ledger: Ledger;
  recipe: Recipe;
  version: string;
  /** Empty; everything is written into it. */
  folder: string;
  writer: Writer;
  /** Called for each sample; throws to stop. */
  step: (done: number, total: number) => void;
};

/**
 * Writes the files of a dataset, sample by sample in the order of their ids, and answers its manifest.
 *
 * One sample is held at a time; what is written depends on recipe, labels, samples and ledger alone.
 */
export function writeDataset(input: Input): Manifest {
  const { source, survey, selection, ledger, recipe, version, folder, writer, step } = input;
  const { columns } = survey;
  const lines = new Lines(source, recipe);
  const shape = { tools: selection.tools };
  const training = new TrainingFiles(folder, recipe.formats, shape, writer);
  const lineage = new RecordFile(folder, lineageName, writer);
  const leftOut = new RecordFile(folder, leftOutName, writer);
  const earlier = new RecordFile(folder, ledgerName, writer);
  const proof = new LeakProof(columns.size, countPromptSides(source.db));
  const rubrics = new Set<number>();
  const examples: Record<Side, number> = { train: 0, validation: 0, holdout: 0 };
  let rejected = 0;
  const shortfall = new Shortfall();
  const counts = countsOf(survey, selection, (index) => lines.sample(columns.rowId[index] ?? 0).sampleId);
  const refuse = ({ sampleId }: Sample, as: Lineage['as'], codes: readonly string[]) => {
    const reasons = codes.map((code) => ({ code }));
    leftOut.write({ sample: sampleId, step: 'split', reasons } satisfies LeftOut);
    // A draft that would only be there as an example of what not to say ended at an earlier step.
    if (as === 'chosen') shortfall.add(reasons);
  };
  try {
    for (const known of promptSides(source.db)) {
      proof.know(number53(Buffer.from(known.prompt, 'hex'), 0), known.side);
      earlier.write(known satisfies LedgerLine);
    }
    for (let index = 0; index < columns.size; index++) {
      step(index, columns.size);
      const rowId = columns.rowId[index] ?? 0;
      const fate = selection.fate(index);
      const known = ledger[index] ?? 0;
      for (const side of sides)
        if ((known & ledgerCodes[side]) !== 0)
          earlier.write({ sample: lines.sample(rowId).sampleId, side } satisfies LedgerLine);
      if (fate.as === 'unselected') continue;
      if (fate.as === 'out') {
        if (fate.step === 'reviewed') continue;
        const sampleOf = (place: number) => lines.sample(columns.rowId[place] ?? 0).sampleId;
        const reasons = fate.reasons.map((reason) => named(reason, sampleOf));
        leftOut.write({ sample: sampleOf(index), step: fate.step, reasons } satisfies LeftOut);
        continue;
      }
      const line = lines.read(rowId, fate.as);
      const prompt = promptDigest(line.example.prompt);
      if (!proof.admit(survey.groups.find(index), number53(prompt, 0), fate.side)) {
        refuse(line.sample, fate.as, ['quarantined']);
        continue;
      }
      const { rows, reasons } = training.write(line.example, fate.side);
      if (Object.keys(rows).length === 0) {
        // No format has a place for it: nothing of it was trained on, and the ledger must not say so.
        refuse(line.sample, fate.as, [...new Set(reasons)]);
        continue;
      }
      if (fate.as === 'chosen') examples[fate.side]++;
      else rejected++;
      const record = lineageOf(line, prompt, fate, rows);
      for (const { rubric } of record.labels) rubrics.add(rubric);
      lineage.write(record);
    }
    const files = [...training.commit(), lineage.commit(), leftOut.commit(), earlier.commit()];
    const manifest: Manifest = {
      manifest: 1,
      tool: { name: 'assay', version },
      recipe,
      rubricVersions: [...rubrics].sort((a, b) => a - b),
      examples,
      rejected,
      funnel: shortfall.takenFrom(selection.funnel),
      unformatted: training.unformatted as Manifest['unformatted'],
      tokens: counts.tokens,
      intents: counts.intents,
      largestGroup: counts.largestGroup?.size ?? 0,
      proof: proof.counts,
      files,
    };
    for (const file of cardAndKit({ manifest, shape })) files.push(writeText(folder, file, writer));
    files.push(writeText(folder, sums(files), writer));
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return manifest;
  } finally {
    for (const file of [training, lineage, leftOut, earlier]) file.discard();
  }
}

/** A reason as it is kept: with the id of the sample that stays in this one's place. */
function named(reason: Reason, sampleOf: (place: number) => string): LeftOut['reasons'][number] {
  return 'of' in reason ? { ...reason, of: sampleOf(reason.of) } : { ...reason };
}

function lineageOf(
  { sample, resolution, example, redactions }: Line,
  prompt: Buffer,
  { as, side }: { as: Lineage['as']; side: Side },
  rows: Lineage['rows'],
): Lineage {
  const legacy = resolution.by === 'legacy';
  const corrected = legacy ? resolution.legacy.editedText !== null : verdictOf(resolution).correction !== null;
  return {
    sample: sample.sampleId,
    side,
    conversation: sample.conversationId,
    prompt: prompt.toString('hex').slice(0, 32),
    as,
    by: as === 'chosen' && corrected ? 'correction' : 'draft',
    draft: sample.responseHash,
    tokens: tokensOfExample(example),
    rows,
    labels:
      resolution.by === 'label'
        ? resolution.agreed.map(({ id, labelerId, committedAt, verdict }) => ({
            id,
            labeler: labelerId,
            at: committedAt,
            rubric: verdict.rubricVersion,
          }))
        : [],
    adjudication:
      resolution.by === 'adjudication'
        ? {
            id: resolution.adjudication.id,
            lead: resolution.adjudication.leadId,
            at: resolution.adjudication.committedAt,
            saw: resolution.adjudication.sawLabelIds.toSorted(),
          }
        : null,
    legacy,
    piiRedacted: sample.flags.piiRedacted,
    redactions,
  };
}
