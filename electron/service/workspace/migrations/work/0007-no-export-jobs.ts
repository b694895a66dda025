import type { Migration } from '../../../store/migrate.ts';

export const noExportJobs: Migration = {
  version: 7,
  name: 'no export jobs',
  sql: `
    -- The window builds datasets. What it exported before that is in files of the person's own, and no longer a job.
    DELETE FROM jobs WHERE kind = 'export';
  `,
};
