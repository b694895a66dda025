import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openComparing } from '../../renderer/evaluation/comparing.ts';
import { type Judging, useComparing } from '../../renderer/evaluation/comparing-state.ts';
import { choose, commit, undo } from '../../renderer/evaluation/judging.ts';
import { useEvaluations } from '../../renderer/evaluation/store.ts';
import { notice } from '../../renderer/ui/notice.tsx';
import type { ComparedItem } from '../../shared/domain/comparison.ts';

vi.mock('../../renderer/ui/announce.tsx');
vi.mock('../../renderer/ui/notice.tsx');
vi.mock('../../renderer/evaluation/focus.ts');

type Answer = { ok: true; value: unknown } | { ok: false; error: { message: string; kind?: string } };
/** What a call is answered with; the test holds an answer back by a promise. */
let answers: Record<string, (input: { id: string }) => Answer | Promise<Answer>> = {};

const refused: Answer = { ok: false, error: { message: 'The disk is full.' } };
const done = (value: unknown = null): Answer => ({ ok: true, value });

const itemOf = (evaluationId: string, at: number): ComparedItem => ({
  id: `${evaluationId}${at}`,
  evaluationId,
  prompt: { messages: [], tools: [] },
  first: 'One.',
  second: 'Two.',
  comparison: null,
  draft: null,
});
const judging = (id: string): Judging => ({
  evaluation: { id, name: `Evaluation ${id}`, isScored: false },
  judged: 0,
  items: 3,
  isAnswering: false,
});
const shown = () => {
  const { phase, item, judged, failure, draftError, error } = useComparing.getState();
  return { phase, item: item?.id, judged, failure, draftError, error };
};
/** As evaluation B opens. */
const firstOfB = { phase: 'item', item: 'B1', judged: 0, failure: null, draftError: null, error: null };

beforeEach(() => {
  answers = {
    'evaluation.next': ({ id }) => done([itemOf(id, 1), itemOf(id, 2)]),
    'evaluation.saveDraft': () => done(),
    'evaluation.judge': () => done(),
  };
  vi.stubGlobal('window', { assay: { call: async (name: string, input: { id: string }) => answers[name]?.(input) } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

/** Holds the answers to a call back; those asked get the one that is given at last. */
function hold(name: string, of: (input: { id: string }) => boolean = () => true): (answer: Answer) => void {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const before = answers[name];
  answers[name] = (input) => (of(input) || !before ? promise : before(input));
  return resolve;
}

const told = () => vi.waitFor(() => expect(notice).toHaveBeenCalled());

it('a list that fails late is not shown over the evaluation that was opened since', async () => {
  const answer = hold('evaluation.next', ({ id }) => id === 'A');
  const opening = openComparing(judging('A'));
  await openComparing(judging('B'));
  answer(refused);
  await opening;
  expect(shown()).toEqual(firstOfB);
});

it('a judgment that fails late is told, and is not put into the evaluation that was opened since', async () => {
  await openComparing(judging('A'));
  const answer = hold('evaluation.judge');
  choose('first');
  commit();
  expect(shown()).toMatchObject({ item: 'A2', judged: 1 });
  await openComparing(judging('B'));
  answer(refused);
  await told();
  expect(shown()).toEqual(firstOfB);
  expect(vi.mocked(notice).mock.lastCall?.[0].message).toBe(
    'What you entered in “Evaluation A” was not saved. The disk is full.',
  );
});

it('a judgment that fails in its own sitting comes back with what was entered', async () => {
  await openComparing(judging('A'));
  answers['evaluation.judge'] = () => refused;
  choose('first');
  commit();
  await vi.waitFor(() => expect(shown()).toMatchObject({ item: 'A1', judged: 0, failure: { itemIds: ['A1'] } }));
  expect(useComparing.getState().work.better).toBe('first');
  expect(notice).not.toHaveBeenCalled();
});

it('a judge who is not to judge any more is told so, and sent to what there is to judge', async () => {
  await openComparing(judging('A'));
  useEvaluations.setState({ view: 'compare' });
  const message = 'This comparison is not yours to judge any more.';
  answers['evaluation.judge'] = () => ({ ok: false, error: { kind: 'conflict', message } });
  choose('first');
  commit();
  await vi.waitFor(() => expect(useEvaluations.getState().view).toBe('list'));
  expect(vi.mocked(notice).mock.calls).toEqual([[expect.objectContaining({ message })]]);
  expect(shown().failure).toBeNull();
});

it('a draft that fails late is told, and is not said of what is on the screen since', async () => {
  await openComparing(judging('A'));
  const answer = hold('evaluation.saveDraft');
  choose('first');
  await openComparing(judging('B'));
  answer(refused);
  await told();
  expect(shown()).toEqual(firstOfB);
});

it('what undo takes back late does not come into the evaluation that was opened since', async () => {
  await openComparing(judging('A'));
  const answer = hold('evaluation.undo');
  const undone = undo();
  await openComparing(judging('B'));
  answer(done(itemOf('A', 1)));
  await undone;
  expect(shown()).toEqual(firstOfB);
});

it('an undo that fails late is told, and not over the evaluation that was opened since', async () => {
  await openComparing(judging('A'));
  const answer = hold('evaluation.undo');
  const undone = undo();
  await openComparing(judging('B'));
  answer(refused);
  await undone;
  expect(notice).toHaveBeenCalled();
  expect(shown()).toEqual(firstOfB);
});
