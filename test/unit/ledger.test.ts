import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addSplits, openLedger } from '../../electron/service/dataset/lockfile/ledger.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

it('keeps every side that a sample has been on, and the dataset that put it there first', () => {
  const ledger = openLedger(join(temporaryFolder(), 'ledger.db'));
  const splits = ledger.prepare('SELECT sample_id, side, seq FROM splits ORDER BY sample_id, side').raw();
  addSplits(
    ledger,
    [
      { sample: 'a', side: 'train' },
      { sample: 'b', side: 'holdout' },
    ],
    1,
  );
  addSplits(
    ledger,
    [
      { sample: 'a', side: 'train' },
      { sample: 'b', side: 'train' },
    ],
    2,
  );
  expect(splits.all()).toEqual([
    ['a', 'train', 1],
    ['b', 'holdout', 1],
    ['b', 'train', 2],
  ]);
  ledger.close();
});
