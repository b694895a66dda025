import { expect, it } from 'vitest';
import { checkGrants, Grants } from '../../electron/shell/grants.ts';

it('refuses paths that nobody chose, however they are written', () => {
  const grants = new Grants();
  grants.allowRead('/home/lea/samples.jsonl');
  const imports = (path: string) => () => checkGrants(grants, 'jobs.import', { path, format: null });

  expect(imports('/home/lea/samples.jsonl')).not.toThrow();
  expect(imports('/home/lea/x/../samples.jsonl')).not.toThrow();
  expect(imports('/home/lea/samples.jsonl/../../other/secret')).toThrow('nobody chose this file');
  expect(imports('/etc/passwd')).toThrow('nobody chose this file');
  grants.allowWrite('/home/lea/report.html');
  const report = (path: string) => () => checkGrants(grants, 'readiness.report', { path });
  expect(report('/home/lea/report.html')).not.toThrow();
  expect(report('/home/lea/other.html')).toThrow('nobody chose this file');
  // A file that may be read may not be overwritten, and the other way round.
  expect(report('/home/lea/samples.jsonl')).toThrow('nobody chose this file');
  expect(imports('/home/lea/report.html')).toThrow('nobody chose this file');
});
