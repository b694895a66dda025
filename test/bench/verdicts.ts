import { v7 as uuidv7 } from 'uuid';
import { type Draft, draftOf, type Verdict } from '../../shared/domain/label.ts';
import { generator } from './corpus.ts';

export type Judged = { sampleId: string; response: string; responseHash: string };

/**
 * One label as the window would send it: every fifth corrects the answer, the others approve it; about one in four has
 * a score that keeps its sample out of a dataset.
 */
export function labelFor({ sampleId, response, responseHash }: Judged, index: number) {
  const random = generator(index);
  const lowest = index % 4 === 3 ? 2 : 4;
  const score = () => ([2, 3, 4, 5, 5] as const).slice(lowest - 2)[Math.floor(random() * 5)] ?? 5;
  const scores = () => ({
    factuality: score(),
    helpfulness: score(),
    tone: score(),
    policy: score(),
    completeness: score(),
    overall: score(),
  });
  const edited = index % 5 === 4;
  const verdict: Verdict = {
    scores: scores(),
    filled: [],
    decision: edited ? 'edit' : 'approve',
    correction: edited
      ? { text: `${response} Is there anything else?`, scores: scores(), confirmed: false, editDistance: 24 }
      : null,
    reasons: edited ? ['tone_adjustment'] : [],
    tags: [],
    note: '',
    order: { strategy: 'oldest', seed: null },
    rubricVersion: 1,
    activeMs: 9_000,
    responseHash,
  };
  const draft: Draft = draftOf(verdict);
  return { id: uuidv7(), sampleId, verdict, draft };
}

export type BenchLabel = ReturnType<typeof labelFor>;
