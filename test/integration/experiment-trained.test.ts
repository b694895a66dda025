import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { Runs } from '../../electron/service/finetune/run/runs.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { Meta } from '../../electron/service/store/meta.ts';
import { build } from '../fixtures/datasets.ts';
import { experimentPlan, onDay, startedAt } from '../fixtures/experiments.ts';
import { outcomeRow, storeRows } from '../fixtures/outcomes.ts';
import { providerAt, runPlan, trainingFile } from '../fixtures/runs.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { serviceOn } from '../fixtures/service.ts';
import { account, bind, labelOf, queueA, tell, tellLabels } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const id = '01930000-0000-4000-8000-00000000000a';
const questions = {
  wallet: 'How do I get my money back into the old wallet?',
  parcel: 'Where is the parcel that I ordered last week?',
  invoice: 'Can you send the invoice to my accountant?',
};

it('leads from a lost conversation to the training samples nearest to it, and to the labels that put them there', async () => {
  const trained = Object.entries(questions).map(([name, text]) =>
    sampleRow(name, { query: { text, intent: 'help' }, human_feedback: null }),
  );
  const lost = sampleRow('lost', {
    source: { agent_name: 'Order Support', conversation_id: 'a lost one', experiment: id },
    query: { text: 'My money back into the old wallet, please', intent: 'help' },
    human_feedback: { approved: false },
    training_flags: { quality_reviewed: true },
  });
  const workspace = workspaceWith([...trained, lost]);
  bind(workspace);
  tell(workspace, { role: 'lead', queues: [{ queue_id: queueA, overlap: 1 }] });
  const labels = trained.map(({ sample_id, agent_response }) =>
    labelOf(account, verdict(agent_response.text), { sample_id }),
  );
  tellLabels(workspace, labels);
  const dataset = build(workspace.folder, { split: { seed: 1, validation: 0, holdout: 0 } });
  const runs = new Runs(workspace.work, () => {});
  const run = uuidv7();
  runs.add(run, {
    ...{ plan: runPlan({ datasetId: dataset.id }), provider: providerAt('http://127.0.0.1:9'), datasetName: 'Dataset' },
    files: { train: trainingFile(workspace.folder) },
    estimate: { tokens: 1_000, epochs: 2, amount: null, currency: 'USD', price: null },
    createdAt: startedAt,
  });
  runs.note(run, { what: 'served', model: 'tuned' });
  const corpus = openWritable(workspace.files.corpus, 'normal');
  storeRows(corpus, {
    experiments: [
      {
        ...{ xid: '1', experiment_id: id, state: 'stopped', plan: experimentPlan(), created_by: account },
        ...{ created_at: startedAt, started_at: startedAt, ends_at: onDay(14), stopped_at: onDay(9) },
        ...{ decided_at: null, verdict: null, reason: null, looks: [] },
      },
    ],
    outcomes: [
      outcomeRow({
        ...{ experiment_id: id, conversation_id: 'a lost one', arm: 'treatment', exposed_at: onDay(1) },
        ...{ reviewed: true, approved: false, edited: false },
      }),
    ],
  });
  new Meta(corpus).set('settled_until', onDay(10));
  corpus.close();
  workspace.close();

  const { handlers } = serviceOn(workspace.folder);
  const treatment = { id, arm: 'treatment' } as const;
  const [loss] = await handlers['experiment.losses'](treatment);
  expect(loss).toMatchObject({ sampleId: 'lost', kind: 'rejected', intent: null });
  const nearby = await handlers['experiment.trainedNearby']({ ...treatment, sampleId: 'lost' });
  const [nearest] = nearby?.samples ?? [];
  const label = labels.find(({ sample_id }) => sample_id === 'wallet');
  expect(nearest).toMatchObject({
    sampleId: 'wallet',
    question: questions.wallet,
    lineage: { by: 'draft', labels: [{ id: label?.label_id, labeler: 'Ann' }], adjudicatedBy: null },
  });
  const { file = '', line = 0 } = nearest?.lineage ?? {};
  const lines = readFileSync(join(dataset.folder, file), 'utf8').split('\n');
  expect(lines[line - 1]).toContain(questions.wallet);
  // What control answers with no run here has made.
  expect(await handlers['experiment.trainedNearby']({ id, arm: 'control', sampleId: 'lost' })).toBeNull();
  await expect(handlers['experiment.trainedNearby']({ ...treatment, sampleId: 'gone' })).rejects.toMatchObject({
    kind: 'not-found',
  });
});
