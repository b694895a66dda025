import type { Recorded } from '../../../../shared/domain/dataset.ts';
import { OutboxReader } from '../../outbox/outbox.ts';
import type { Connection } from '../../store/database.ts';
import { Account } from '../../sync/account.ts';

/** Answers of a dataset whether the team's server has it: by the feed, and where that is silent by the outbox. */
export function recordedOf(work: Connection, corpus: Connection): (datasetId: string) => Recorded {
  const account = new Account(work);
  const outbox = new OutboxReader(work);
  const inFeed = corpus.prepare<[string], number>('SELECT 1 FROM team_datasets WHERE dataset_id = ?').pluck();
  const opOf = work.prepare<[string], string>('SELECT op_id FROM dataset_ops WHERE dataset_id = ?').pluck();
  const isLetGo = work.prepare<[string], number>('SELECT 1 FROM let_go WHERE op_id = ?').pluck();
  return (datasetId) => {
    if (account.member?.role !== 'lead') return 'none';
    if (inFeed.get(datasetId) === 1) return 'recorded';
    const opId = opOf.get(datasetId);
    const refused = opId !== undefined && (outbox.stateOf(opId) === 'rejected' || isLetGo.get(opId) === 1);
    return refused ? 'refused' : 'waiting';
  };
}
