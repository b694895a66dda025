import type { Migration } from '../../store/migrate.ts';
import { samples } from './corpus/0001-samples.ts';
import { feeds } from './corpus/0002-feeds.ts';
import { labels } from './work/0001-labels.ts';
import { outbox } from './work/0002-outbox.ts';

/** In order and without gaps; a released migration is never edited. */
export const workMigrations: readonly Migration[] = [labels, outbox];
export const corpusMigrations: readonly Migration[] = [samples, feeds];
