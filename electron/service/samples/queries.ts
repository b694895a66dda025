import { RpcWorker } from '../store/worker.ts';
import { threadUrl } from '../threads.ts';
import type { QueryApi } from './query.worker.ts';

/** The thread that reads much: the loop's order, the browser, counts. It writes nothing. */
export function openQueries(files: { work: string; corpus: string }): RpcWorker<QueryApi> {
  const queries = new RpcWorker<QueryApi>('query', threadUrl('query'), { work: files.work, corpus: files.corpus });
  // The loop asks at once.
  queries.start();
  return queries;
}
