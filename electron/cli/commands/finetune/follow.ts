import type { JobProgress } from '../../../../shared/domain/job.ts';
import type { Run } from '../../../../shared/domain/run.ts';
import { runName } from '../../../../shared/rules/run-words.ts';
import type { Service } from '../../../service/service.ts';
import { type ExitCode, exit, exitCodeOfFailure, exitCodeOfSignal } from '../../exit.ts';
import { count } from '../../format.ts';
import { onInterruption } from '../../signals.ts';
import type { Terminal } from '../../terminal.ts';
import { runText } from './text.ts';

/** How often it is looked how far a run is. */
const lookMs = 500;

/** Stays with runs until they are over. Ctrl-C leaves them: what goes on at the provider goes on. */
export async function follow(
  { handlers, jobs }: Service,
  ids: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const left = Promise.withResolvers<void>();
  const interruption = onInterruption(() => {
    terminal.note('Leaving the runs as they are … “assay finetune watch” goes on with them.');
    left.resolve();
  });
  const logged = new Map<string, number>();
  const all = () => handlers['finetune.list']();
  const look = async () => {
    for (const run of (await all()).filter(({ id }) => ids.includes(id))) {
      if (run.jobId === null) continue;
      const lines = await handlers['jobs.log']({ id: run.jobId, after: logged.get(run.id) ?? 0, limit: 1_000 });
      for (const { text } of lines) terminal.note(text);
      logged.set(run.id, lines.at(-1)?.seq ?? logged.get(run.id) ?? 0);
      const { progress, state } = jobs.get(run.jobId);
      if (state === 'running' && progress) terminal.progress(progressText(run, progress));
    }
  };
  const timer = setInterval(() => look().catch(left.reject), lookMs);
  const jobIds = (await all()).flatMap(({ id, jobId }) => (ids.includes(id) && jobId !== null ? [jobId] : []));
  try {
    await Promise.race([left.promise, Promise.all(jobIds.map((id) => jobs.settled(id)))]);
    await look();
  } finally {
    clearInterval(timer);
    interruption.end();
  }
  const runs = (await all()).filter(({ id }) => ids.includes(id));
  terminal.result({ runs }, () =>
    runs.map((run) => runText(run, run.jobId === null ? null : jobs.get(run.jobId))).join('\n\n'),
  );
  if (interruption.signal) return exitCodeOfSignal(interruption.signal);
  const failed = jobIds.map((id) => jobs.get(id)).find(({ state, error }) => state === 'failed' && error);
  if (failed?.error) {
    terminal.error(failed.error);
    return exitCodeOfFailure(failed.error.kind);
  }
  return exit.ok;
}

function progressText({ plan, remote }: Run, { done, total, unit, note }: JobProgress): string {
  const share = total === null || total === 0 ? '' : `, ${Math.floor((100 * done) / total)} %`;
  const steps = unit === 'steps' && done > 0 ? `, step ${count(done)}` : '';
  return `${runName(plan)}: ${note || remote?.status || 'beginning'}${steps}${share}`;
}
