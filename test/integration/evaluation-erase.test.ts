import { expect, it } from 'vitest';
import { Blind } from '../../electron/service/evaluation/blind.ts';
import { Judgments } from '../../electron/service/evaluation/judgments.ts';
import { Eraser } from '../../electron/service/labeling/erase.ts';
import { Outbox } from '../../electron/service/outbox/outbox.ts';
import { addEvaluation } from '../fixtures/evaluations.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const evaluationId = '01a21a26-191e-741e-b6dd-1dec1aa8ee48';
const blind = new Blind(Buffer.alloc(32, 1));

/** An evaluation of two samples: of one both answers are there and judged, of the other one answer. */
function halfAnswered() {
  const { work, corpus } = workspaceWith([sampleRow('s-1'), sampleRow('s-2')]);
  const items = addEvaluation(work, evaluationId, ['s-1', 's-2']);
  const [one, two] = items.open(evaluationId, '', 10, blind);
  if (!one || !two) throw new Error('two items were added');
  items.answer([{ itemId: one.id, contender: 'tuned', text: 'It is here.' }], blind);
  items.answer([{ itemId: two.id, contender: 'base', text: 'Here.' }], blind);
  items.answer([{ itemId: two.id, contender: 'tuned', text: null }], blind);
  const judgments = new Judgments(work);
  const comparison = { better: 'tie', scores: null, note: 'Both say it.', activeMs: 5 } as const;
  judgments.judge('01a21a26-191e-741e-b6dd-1dec1aa8ee49', two.id, 'ann', comparison);
  return { work, corpus, items, judgments, one, two };
}

const tables = ['evaluation_items', 'evaluation_halves', 'evaluation_judgments', 'evaluation_standings'];

it('what the team erases goes from an evaluation, with its answers and what was said of them', () => {
  const { work, corpus, items, judgments } = halfAnswered();
  const eraser = new Eraser(work, corpus, new Outbox(work));
  const rows = () => tables.map((table) => work.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  expect(rows()).toEqual([2, 1, 1, 1]);
  for (const _ of eraser.erase(['s-1', 's-2']));
  expect(rows()).toEqual([0, 0, 0, 0]);
  expect(items.counts(evaluationId)).toEqual({ items: 0, answered: 0 });
  expect(judgments.undo(evaluationId, 'ann')).toBeNull();
});

it('has no more items than were begun, whatever is read in the place of what was erased', () => {
  const { work, corpus } = workspaceWith(['s-1', 's-2', 's-3', 's-4'].map((id) => sampleRow(id)));
  const items = addEvaluation(work, evaluationId, ['s-1', 's-2', 's-3']);
  for (const _ of new Eraser(work, corpus, new Outbox(work)).erase(['s-2']));
  const prompt = { messages: [{ role: 'user' as const, content: 'Where is it?' }], tools: [] };
  const read = ['s-1', 's-3', 's-4', 's-5'].map((sampleId) => ({ sampleId, intent: null, conversation: null, prompt }));
  items.add(evaluationId, read, 3);
  expect(items.sampleIds(evaluationId).sort()).toEqual(['s-1', 's-3', 's-4']);
});

it('takes no answer and no verdict for an item that is gone, and changes no verdict that was given', () => {
  const { work, corpus, items, judgments, one, two } = halfAnswered();
  expect(items.open(evaluationId, '', 10, blind)).toMatchObject([{ id: one.id, missing: ['base'] }]);
  expect(() => work.prepare('UPDATE evaluation_judgments SET judge = ?').run('ben')).toThrow('append-only');
  expect(() => work.prepare('DELETE FROM evaluation_judgments').run()).toThrow(/append-only|FOREIGN KEY/);
  for (const _ of new Eraser(work, corpus, new Outbox(work)).erase(['s-1', 's-2']));
  items.answer([{ itemId: one.id, contender: 'base', text: 'Late.' }], blind);
  expect(items.get(one.id)).toBeNull();
  const comparison = { better: 'tie', scores: null, note: '', activeMs: 5 } as const;
  expect(() => judgments.judge('01a21a26-191e-741e-b6dd-1dec1aa8ee50', two.id, 'ben', comparison)).toThrow('erased');
});
