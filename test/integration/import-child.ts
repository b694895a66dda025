import { parseArgs } from 'node:util';
import { openTestService } from '../fixtures/service.ts';

/**
 * A process that hosts the service and imports a file, for a test that kills it. Started again, it resumes. Tells how
 * far it is whenever that changes, and its last word is the result.
 */
const { values } = parseArgs({ options: { workspace: { type: 'string' }, file: { type: 'string' } } });
const { workspace = '', file = '' } = values;

const service = openTestService(workspace);
const [known] = service.jobs.list();
const { id } = known ? service.jobs.resume(known.id) : service.jobs.start('import', { path: file, format: null });
let done = 0;
const telling = setInterval(() => {
  const now = service.jobs.get(id).progress?.done ?? 0;
  if (now !== done) console.log(`at ${now}`);
  done = now;
}, 5);
const { state, result } = await service.jobs.settled(id);
clearInterval(telling);
console.log(JSON.stringify({ state, result }));
await service.close();
