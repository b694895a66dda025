import { ask } from '../client.ts';
import { useJobs } from '../stores/jobs.ts';

export async function cancelJob(id: string): Promise<void> {
  useJobs.getState().put(await ask('jobs.cancel', { id }));
}

export async function resumeJob(id: string): Promise<void> {
  useJobs.getState().begin(await ask('jobs.resume', { id }));
}

export async function reveal(path: string): Promise<void> {
  await ask('shell.reveal', { path });
}
