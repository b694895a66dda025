import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { scriptedRunner, startScript } from '../fixtures/jobs.ts';

/**
 * A process whose job has one step after the other recorded, for a test that kills it. Started again, the job goes on
 * by itself. Tells each step once it is durable, and its last word is how the job ended.
 */
const workspace = openWorkspace(process.argv[2] ?? '', { create: true, program: 'a test' });
const { meta } = workspace;
const recorded = () => Number(meta.get('recorded') ?? 0);

const runner = scriptedRunner(workspace, 'records', {
  goesOn: true,
  answers: () => ({
    recorded,
    record(step) {
      if (step !== recorded() + 1) throw new Error(`step ${step} after ${recorded()}`);
      meta.set('recorded', String(step));
      console.log(`recorded ${step}`);
    },
  }),
});
runner.goOn();
const [known] = runner.list();
const { state } = await runner.settled((known ?? startScript(runner)).id);
console.log(state);
await runner.close();
workspace.close();
