import { addWorkbench, expect, history, makeJob, press, providerOf, run, test, toFinetune } from './finetune-desk.ts';
import { made, plantRuns } from './planted-runs.ts';

const left = test.extend<{ job: string }>({
  speed: 1,
  job: async ({ openai: { server } }, use) => use(await makeJob(server, 'gpt-4o-mini-2024-07-18')),
  appArgs: async ({ appArgs, folder, openai: { server }, job }, use) => {
    const provider = providerOf(server);
    const asked = made.slice(0, 2).concat({ what: 'not-found' });
    // The job trains on the file that the run has sent: no other is taken for its own.
    const fileId = server.state.jobs.get(job)?.trainingFile.id ?? '';
    const error = { message: 'Nobody knows.', safe: 'Nothing was lost.', remedy: 'Say it.' };
    plantRuns(folder, [
      // No job of the workspace does it.
      { model: 'unattended', provider, facts: [] },
      {
        model: 'lost',
        provider,
        facts: [...made.slice(0, 2), { what: 'created', jobId: 'ftjob-gone', by: 'answer' }],
        error: { kind: 'not-found', ...error },
      },
      { model: 'given up', provider, facts: asked, error: { kind: 'conflict', ...error } },
      {
        model: 'found',
        provider,
        facts: [{ what: 'uploaded', side: 'train', fileId }, ...asked.slice(1)],
        error: { kind: 'conflict', ...error },
      },
      {
        model: 'resumed',
        provider,
        facts: [...made.slice(0, 2), { what: 'created', jobId: job, by: 'answer' }],
        error: { kind: 'wrong-key', ...error },
      },
    ]);
    await use(appArgs);
  },
});

left(
  'a run that stood still goes on with a key; of one that asks a person names the job, another is given up',
  async ({ page, openai: { server, exchanges }, job }) => {
    test.slow();
    await toFinetune(page);
    await expect(run(page)).toContainText('stands still');
    await expect(run(page).getByRole('alert')).toContainText('Nobody knows.');
    await expect(page.getByRole('option', { name: 'unattended' })).toContainText('stands still');
    await addWorkbench(page, server);
    await press(page, 'Escape');
    // Nobody has to press anything: the key was what it waited for.
    await page.getByRole('option', { name: 'resumed' }).click();
    await expect(page.getByRole('option', { name: 'resumed' })).toContainText('validating files');

    await page.getByRole('option', { name: 'found' }).click();
    await press(page, 's');
    await page.getByRole('dialog').getByRole('radio', { name: job }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Settle it' }).click();
    await expect(history(page)).toContainText(`A person named the job: ${job}.`);
    await expect(page.getByRole('option', { name: 'found' })).toContainText('validating files');

    await page.getByRole('option', { name: 'given up' }).click();
    // A look for which the server has no answer keeps nobody from saying it.
    server.faults.otherwise = (route) =>
      route === 'GET /fine_tuning/jobs' ? { kind: 'error', status: 503, effect: 'none' } : null;
    await run(page).getByRole('button', { name: 'Look again' }).press('Enter');
    await expect(run(page)).toContainText('Asking again at');
    await expect(run(page).getByRole('button', { name: 'Look again' })).toHaveCount(0);
    await run(page).getByRole('button', { name: 'Say what became of it…' }).press('Enter');
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /^There is no job/ })
      .check();
    await page.getByRole('dialog').getByRole('button', { name: 'Settle it' }).click();
    await expect(history(page)).toContainText('A person gave the run up.');
    await expect(run(page)).toBeFocused();
    await expect(run(page).getByRole('alert')).toHaveCount(0);
    await expect(run(page).getByRole('button', { name: 'Look again' })).toHaveCount(0);
    server.faults.otherwise = () => null;

    // Its job has gone: looking again changes nothing.
    await page.getByRole('option', { name: 'lost' }).click();
    await run(page).getByRole('button', { name: 'Resume' }).press('Enter');
    await expect(run(page)).toBeFocused();
    await expect(run(page).getByRole('alert')).toContainText('does not have this');
    await run(page).getByRole('button', { name: 'Give up…' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Give it up' }).click();
    await expect(run(page)).toBeFocused();
    await expect(page.getByRole('option', { name: 'lost' })).toContainText('given up');

    // The server is gone, and never hears of a cancellation.
    server.faults.otherwise = () => ({ kind: 'error', status: 503, effect: 'none' });
    await page.getByRole('option', { name: 'resumed' }).click();
    await run(page).getByRole('button', { name: 'Cancel…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
    await expect(page.getByRole('option', { name: 'resumed' })).toContainText('cancelling');
    await run(page).getByRole('button', { name: 'Give up…' }).press('Enter');
    await expect(page.getByRole('dialog')).toContainText('the cancellation has not come through');
    await page.getByRole('dialog').getByRole('button', { name: 'Give it up' }).click();
    await expect(run(page)).toBeFocused();
    await expect(page.getByRole('option', { name: 'resumed' })).toContainText('given up');
    // The one that the test itself has made.
    expect(exchanges.filter(({ route }) => route === 'POST /fine_tuning/jobs')).toHaveLength(1);
  },
);
