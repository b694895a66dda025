import { expect, it } from 'vitest';
import { flushJournals, Journal } from '../../renderer/stores/draft-journal.ts';

it('saves at once what is unsaved on any screen, once, and nothing that was committed', () => {
  const saved: string[] = [];
  const [label, comparison, committed] = ['label', 'comparison', 'committed'].map(
    (what) => new Journal(() => void saved.push(what)),
  );
  for (const journal of [label, comparison, committed]) journal?.touch();
  committed?.forget();
  flushJournals();
  expect(saved).toEqual(['label', 'comparison']);
  flushJournals();
  comparison?.touch();
  flushJournals();
  expect(saved).toEqual(['label', 'comparison', 'comparison']);
});
