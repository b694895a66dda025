import { expect, it } from 'vitest';
import { lineNamed } from '../../shared/rules/run-line.ts';

const sent = { train: 'file-1', validation: 'file-2' };

it.each([
  ['an invalid training file. Invalid file format. Line 7, message is none.', 'following', sent, 'train', 7],
  ['an invalid validation file. Invalid file format. Line 12, messages: Required.', 'failed', sent, 'validation', 12],
  ['Expected file to have JSONL format. Error on line 3.', 'uploading', {}, 'train', 3],
  // The one file has arrived: it is the other that is declined.
  ['Expected file to have JSONL format. Error on line 3.', 'uploading', { train: 'file-1' }, 'validation', 3],
] as const)('“%s” while %s names a line', (message, phase, files, side, line) => {
  expect(lineNamed(message, { phase, files })).toEqual({ side, line });
});

it.each(['The job failed due to an internal error.', 'Your deadline 7 has passed.', 'Line by line nothing is wrong.'])(
  '“%s” names none',
  (message) => {
    expect(lineNamed(message, { phase: 'failed', files: sent })).toBeNull();
  },
);
