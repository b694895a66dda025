import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { teamSchema } from '../../../shared/sync/status.ts';
import { testPassword as password } from '../../backend/team.ts';
import type { Bench } from '../bench.ts';
import { labelsBeside, samples } from '../labels-beside.ts';
import { ask } from '../service.ts';

/** Labels beside a lead's first pull of a whole team. */
export const bench: Bench = {
  async run() {
    const server = fork(join(import.meta.dirname, '../team-process.ts'), [String(samples)]);
    const team = teamSchema.parse((await once(server, 'message'))[0]);
    try {
      return await labelsBeside('commit-pull', async (service) => {
        await ask(service, 'sync.signIn', { team, email: 'lead@example.com', password });
        const { problem, pulled } = await ask(service, 'sync.now', { anew: false });
        if (problem || pulled < samples) throw new Error(`${pulled} of ${samples} were pulled: ${problem?.message}`);
      });
    } finally {
      server.disconnect();
      await once(server, 'exit');
    }
  },
};
