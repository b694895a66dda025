import { create } from 'zustand';
import { untouched } from '../../shared/contract/calls.ts';
import { type Draft, draftOf, type Verdict } from '../../shared/domain/label.ts';
import type { Dispute } from '../../shared/domain/lead.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { editDistance } from '../labeling/edit-distance.ts';
import { refuseContradiction, refuseIncomplete } from '../labeling/refuse.ts';
import { verdictOf } from '../labeling/verdict.ts';
import { draftNow, itemMs, rubricNow, showItem, useDraft } from '../stores/draft.ts';
import { Journal } from '../stores/draft-journal.ts';
import { loadRubrics, rubricOf } from '../stores/rubrics.ts';
import { useView } from '../stores/view.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';

type DisputedSample = { queueId: string; sampleId: string };

/** Whose work is looked at, and which of it: “Ann: too fast”. */
export type About = { title: string; memberId: string; name: string };

type Settling = {
  /** Null where it is about samples in dispute, and whose a label is must not decide. */
  about: About | null;
  samples: readonly DisputedSample[];
  /** Which of them is on the screen; their number at the end. */
  at: number;
  /** What is on the screen, with exactly the labels that the verdict will settle. */
  dispute: Dispute | null;
  /** Final verdicts of this sitting, by `keyOf`. */
  settled: ReadonlyMap<string, Verdict>;
  error: ErrorReport | null;
};

/** A lead's final verdicts, one sample after the other. They are no labels of the lead. */
export const useSettling = create<Settling>()(() => ({
  about: null,
  samples: [],
  at: 0,
  dispute: null,
  settled: new Map(),
  error: null,
}));

export const keyOf = ({ queueId, sampleId }: DisputedSample): string => `${queueId} ${sampleId}`;

const journal = new Journal(saveDraft);
/** Whoever asks later is whom the screen follows, whichever answer comes first. */
let turns = 0;
/** A verdict is on its way to the disk: a second Enter is not for the next sample. */
let committing = false;

/** Opens the labeling screen on these samples, to give final verdicts or to return them. */
export function settle(disputed: readonly DisputedSample[], about: About | null = null): void {
  const samples = disputed.map(({ queueId, sampleId }) => ({ queueId, sampleId }));
  useSettling.setState({ about, samples, at: 0, dispute: null, settled: new Map(), error: null });
  useDraft.setState({ item: null });
  useView.getState().go('settling');
  void show(0);
}

async function show(at: number): Promise<void> {
  journal.flush();
  const turn = ++turns;
  const { samples } = useSettling.getState();
  const sample = samples[at];
  if (!sample) {
    useDraft.setState({ item: null });
    useSettling.setState({ at, dispute: null });
    announce('These were all.');
    return;
  }
  try {
    const dispute = await ask('lead.dispute', sample);
    if (dispute) await loadRubrics([dispute]);
    if (turn !== turns) return;
    if (dispute) present(at, dispute);
    else {
      // Its labels were taken back or erased meanwhile.
      useSettling.setState({ samples: samples.filter((other) => other !== sample) });
      await show(at);
    }
  } catch (thrown) {
    if (turn === turns) useSettling.setState({ error: reportOf(thrown) });
  }
}

function present(at: number, dispute: Dispute): void {
  const { queueId, sample, rubricVersion } = dispute;
  const given = useSettling.getState().settled.get(keyOf({ queueId, sampleId: sample.sampleId }));
  const draft = dispute.draft ?? (given ? draftOf(given) : null);
  useSettling.setState({ at, dispute, error: null });
  showItem(
    { ...untouched, queueId, sample, rubricVersion, draft },
    { rubric: rubricOf(dispute), changed: () => journal.touch() },
  );
  const { about, samples } = useSettling.getState();
  announce(`${at + 1} of ${samples.length}, ${about?.title ?? 'in dispute'}`);
}

function sampleNow(): DisputedSample | null {
  const { dispute } = useSettling.getState();
  const shown = useDraft.getState().item;
  return dispute && shown?.sample === dispute.sample
    ? { queueId: dispute.queueId, sampleId: dispute.sample.sampleId }
    : null;
}

function saveDraft(): void {
  const sample = sampleNow();
  if (sample) keep(sample, draftNow());
}

function keep(sample: DisputedSample, draft: Draft): void {
  ask('lead.saveDraft', { ...sample, draft }).catch((thrown: unknown) =>
    useSettling.setState({ error: reportOf(thrown) }),
  );
}

/** What was typed, now: the window closes or hides, or another screen comes. */
export function flushSettling(): void {
  journal.flush();
}

/** Enter: the final verdict on exactly the labels that are shown, and the next sample. */
export async function commitFinal(): Promise<void> {
  const { dispute, at } = useSettling.getState();
  const { work } = useDraft.getState();
  const rubric = rubricNow();
  const sample = sampleNow();
  if (!dispute || !sample || !rubric || committing) return;
  if (refuseIncomplete(work, rubric) || refuseContradiction(work, rubric)) return;
  committing = true;
  const verdict = verdictOf(work, {
    order: { strategy: 'oldest', seed: null },
    rubricVersion: rubric.version,
    activeMs: itemMs(),
    responseHash: dispute.sample.responseHash,
    editDistance: work.draft.decision === 'edit' ? editDistance(work.response, work.draft.correctionText ?? '') : 0,
  });
  const draft = draftNow();
  journal.forget();
  try {
    await ask('lead.adjudicate', { ...sample, verdict, saw: dispute.labels.map(({ id }) => id) });
    useSettling.setState(({ settled }) => ({ settled: new Map(settled).set(keyOf(sample), verdict), error: null }));
    await show(at + 1);
  } catch (thrown) {
    keep(sample, draft);
    useSettling.setState({ error: reportOf(thrown) });
  } finally {
    committing = false;
  }
}

/**
 * Gives the sample back to one of its labelers, and shows the next.
 *
 * @throws AssayError as the server does
 */
export async function returnTo(memberId: string, reason: string): Promise<void> {
  const { at } = useSettling.getState();
  const sample = sampleNow();
  if (!sample) return;
  await ask('lead.return', { ...sample, memberId, reason });
  await show(at + 1);
}

/** The team has erased some of these: they go, with whatever was typed on the one that is shown. */
export function forgetErased(sampleIds: readonly string[]): void {
  const { at, samples } = useSettling.getState();
  const gone = samples.filter(({ sampleId }) => sampleIds.includes(sampleId));
  if (gone.length === 0) return;
  const shown = samples[at];
  const before = samples.slice(0, at).filter((sample) => gone.includes(sample)).length;
  useSettling.setState({ samples: samples.filter((sample) => !gone.includes(sample)), at: at - before });
  if (!shown || !gone.includes(shown)) return;
  journal.forget();
  useDraft.setState({ item: null });
  announce('This sample was erased. What you entered on it is gone with it.');
  void show(at - before);
}

export function nextDispute(): void {
  const { at, samples } = useSettling.getState();
  if (at < samples.length) void show(at + 1);
}

export function previousDispute(): void {
  const { at } = useSettling.getState();
  if (at > 0) void show(at - 1);
}

export function leaveSettling(): void {
  useView.getState().go('lead');
}
