import { expect, it } from 'vitest';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { tunable } from '../fixtures/runs.ts';
import { TuningDesk } from '../fixtures/tuning.ts';

/** A command whose stdin has nothing. */
async function refused(command: string, folder: string, given: NodeJS.ProcessEnv = {}) {
  const env = { ASSAY_PROVIDER_KEY: '', ASSAY_PASSWORD: '', ...given };
  const { child, ended } = startAssay([...command.split(' '), '--workspace', folder, '--json'], { env });
  child.stdin.end();
  const { code, stderr } = await ended;
  return { command, code, ...JSON.parse(stderr).error };
}

it('asks for a key or a password before it needs the workspace, so that waiting for one keeps nobody out', async () => {
  const desk = await TuningDesk.open('http://127.0.0.1:1/v1');
  const [dataset] = (await desk.handlers['dataset.list']()).datasets;
  const tuning = `--dataset ${dataset?.id} --provider own --model ${tunable}`;
  for (const [variable, ...commands] of [
    ['ASSAY_PROVIDER_KEY', `finetune preflight ${tuning}`, `finetune create ${tuning}`],
    ['ASSAY_PROVIDER_KEY', 'finetune watch', 'finetune cancel 0123', 'finetune link 0123 ftjob-1'],
    ['ASSAY_PASSWORD', 'experiment start 0123', 'sync --email ann@example.com'],
  ] as const)
    for (const command of commands) {
      const without = await refused(command, desk.folder);
      expect(without).toMatchObject({ command, code: 2, message: expect.stringContaining(variable) });
      const locked = await refused(command, desk.folder, { [variable]: 'given' });
      expect(locked).toMatchObject({ command, kind: 'workspace-locked' });
    }
});

it.each([
  ['finetune watch one another', 'Name one run'],
  ['finetune cancel', 'Name one run'],
  ['finetune link 0123', 'Name one run, and its job'],
  ['experiment start', 'Name one experiment'],
])('tells what is wrong with “%s” before it asks for either', async (command, message) => {
  expect(await refused(command, temporaryFolder())).toMatchObject({
    code: 2,
    message: expect.stringContaining(message),
  });
});
