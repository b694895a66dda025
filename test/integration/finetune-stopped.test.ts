import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DatasetStore } from '../../electron/service/dataset/lockfile/store.ts';
import { writer } from '../../electron/service/dataset/writer.ts';
import { gatherDataset } from '../../electron/service/finetune/preflight/gather.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { build } from '../fixtures/datasets.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { ownProvider, runPlan } from '../fixtures/runs.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';

/** A server that answers nothing under `silent`, and what became of the requests there. */
async function serverSilentAt(silent: string) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    if (!request.url?.startsWith(silent)) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"object":"list","data":[],"has_more":false}');
      return;
    }
    heard.push('asked');
    response.on('close', () => heard.push('left'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`, heard };
}

/** A workspace with a dataset. */
async function desk() {
  const service = serviceOn(temporaryFolder());
  await importRows(service, approvedRows(24));
  return { service, plan: runPlan({ datasetId: build(service.folder).id }) };
}

describe('a preflight that is stopped', () => {
  it.each(['/v1/models', '/v1/fine_tuning/jobs'])('leaves a server that does not answer at %s', async (silent) => {
    const { url, heard } = await serverSilentAt(silent);
    const { service, plan } = await desk();
    const { handlers } = service;
    await handlers['providers.save'](ownProvider(url));
    await handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
    const ended = expect(handlers['finetune.preflight'](plan)).rejects.toMatchObject({
      kind: 'cancelled',
      safe: expect.stringContaining('nothing was charged'),
    });
    await expect.poll(() => heard).toEqual(['asked']);
    await handlers['finetune.stopPreflight']();
    await ended;
    await expect.poll(() => heard).toEqual(['asked', 'left']);
  });

  it('counts no more tokens, and looks for no more erased samples', async () => {
    const { service, plan } = await desk();
    const store = new DatasetStore(service.folder, writer);
    const dataset = store.get(plan.datasetId);
    store.close();
    const { signal } = new AbortController();
    /** @param lines so many records are read before it is stopped */
    const stoppedAfter = (lines: number) => {
      let read = 0;
      const mustGoOn = () => {
        if (read++ === lines) throw new Error('stopped');
      };
      return { ended: gatherDataset(dataset, service.folder, plan, { signal, mustGoOn }, () => {}), read: () => read };
    };
    const counting = stoppedAfter(3);
    await expect(counting.ended).rejects.toThrow('stopped');
    expect(counting.read()).toBe(4);

    const whole = stoppedAfter(Number.POSITIVE_INFINITY);
    await whole.ended;
    const db = openWritable(workspaceFiles(service.folder).work, 'full');
    db.exec(`INSERT INTO erased (sample_id, erased_at, labels, unsent, traces) VALUES ('x', '', 0, 0, 'none')`);
    db.close();
    await expect(stoppedAfter(whole.read() - 1).ended).rejects.toThrow('stopped');
    // One reading tells both.
    await expect(stoppedAfter(whole.read()).ended).resolves.toMatchObject({ erased: 0, changed: null });
  });

  it('takes no more sums of a file', async () => {
    const { service, plan } = await desk();
    const store = new DatasetStore(service.folder, writer);
    const dataset = store.get(plan.datasetId);
    store.close();
    // Of a file that was changed nothing else is looked at.
    const train = dataset.manifest.files.find(({ side, format }) => side === 'train' && format === 'openai-chat');
    appendFileSync(join(dataset.folder, train?.path ?? ''), '\n');
    const stop = { signal: AbortSignal.abort(), mustGoOn: () => {} };
    await expect(gatherDataset(dataset, service.folder, plan, stop, () => {})).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
