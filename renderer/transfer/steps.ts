import type { ExportCounts } from '../../shared/domain/job.ts';

export type Step = { name: string; value: number };

/** How many samples get how far. Undecided and rejected ones are those that the gate counted under these reasons. */
export function stepsOf({ samples, included, reasons }: ExportCounts): Step[] {
  const of = (code: string) => reasons[code] ?? 0;
  const reviewed = samples - of('not_reviewed');
  return [
    { name: 'Samples', value: samples },
    { name: 'Reviewed', value: reviewed },
    { name: 'Approved', value: reviewed - of('waiting_for_labels') - of('disagreement') - of('rejected') },
    { name: 'In the file', value: included },
  ];
}
