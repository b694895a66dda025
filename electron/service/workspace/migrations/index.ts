import type { Migration } from '../../store/migrate.ts';
import { samples } from './corpus/0001-samples.ts';
import { labels } from './work/0001-labels.ts';

/** In order and without gaps; a released migration is never edited. */
export const workMigrations: readonly Migration[] = [labels];
export const corpusMigrations: readonly Migration[] = [samples];
