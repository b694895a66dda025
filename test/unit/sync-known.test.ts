import { expect, it, onTestFinished } from 'vitest';
import { openWritable } from '../../electron/service/store/database.ts';
import { Meta } from '../../electron/service/store/meta.ts';
import { Known } from '../../electron/service/sync/known.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 11, 1, hour, minute)).toISOString();

it('knows until when everything is here: over a restart to an hour, and never before a whole pull', () => {
  const { work, files } = workspaceWith([]);
  const corpus = openWritable(files.corpus, 'normal');
  onTestFinished(() => void corpus.close());
  const known = new Known(work, corpus);
  expect(known.until).toBeNull();
  // What a file of work remembers says nothing of samples that were deleted and are not here again.
  known.complete(at(1));
  expect(known.until).toBeNull();
  new Meta(corpus).set('settled_until', at(2));
  expect(known.until).toBe(at(2));
  known.complete(at(2, 59));
  expect(known.until).toBe(at(2, 59));
  expect(new Known(work, corpus).until).toBe(at(2));
  known.complete(at(4));
  expect(new Known(work, corpus).until).toBe(at(4));
});
