import { inQueue } from '../../shared/domain/browse.ts';
import { orderStrategies } from '../../shared/domain/label.ts';
import { Key } from '../keyboard/key.tsx';
import { runCommand } from '../keyboard/use-commands.ts';
import { openInLoop } from '../stores/loop.ts';
import { useLoop } from '../stores/loop-state.ts';
import { useSitting, workedMs } from '../stores/sitting.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { count, duration, plural } from '../ui/format.ts';
import css from './ends.module.css';
import { orderNames } from './names.ts';
import { setOrder } from './use-loop-commands.ts';

/** The loop has no further sample: what is done, and what is left. */
export function LoopEnd() {
  const { counts, filter, queueId, order } = useLoop();
  const { labels } = useSitting();
  const passed = Math.max(0, counts.total - counts.labeled - counts.skipped);
  const done = passed === 0 && counts.skipped === 0;
  return (
    <div className={css['center']}>
      <EmptyState
        title={
          counts.total === 0 ? 'No sample fits this selection' : done ? 'Everything is labeled' : 'The end of this loop'
        }
        actions={
          <>
            {passed > 0 ? (
              <Button look="primary" onClick={() => void openInLoop({ filter, order })}>
                Go back to the {plural(passed, 'sample')} passed over
              </Button>
            ) : null}
            {counts.skipped > 0 ? (
              <Button onClick={() => void openInLoop({ filter: { ...filter, status: 'skipped' }, order })}>
                Look again at {count(counts.skipped)} skipped
              </Button>
            ) : null}
            <Button look={passed === 0 ? 'primary' : 'plain'} onClick={() => runCommand('transfer.export')}>
              Export <Key command="transfer.export" />
            </Button>
            {Object.keys(filter).some((key) => key !== 'queue') ? (
              <Button onClick={() => void openInLoop({ filter: inQueue(queueId), order })}>All samples</Button>
            ) : null}
          </>
        }
      >
        {counts.total === 0 ? null : (
          <p className={css['sum']}>
            {`${count(counts.labeled)} of ${count(counts.total)} labeled`}
            {counts.skipped > 0 ? `, ${count(counts.skipped)} skipped` : ''}
            {passed > 0 ? `, ${count(passed)} passed over` : ''}.{' '}
            {labels > 0 ? `${plural(labels, 'label')} this sitting, ${duration(workedMs())} at work.` : ''}
          </p>
        )}
        {passed > 0 ? (
          <p className={css['orders']}>
            Another order:{' '}
            {orderStrategies
              .filter((strategy) => strategy !== order.strategy)
              .map((strategy) => (
                <Button key={strategy} look="quiet" onClick={() => setOrder(strategy)}>
                  {orderNames[strategy]}
                </Button>
              ))}
          </p>
        ) : null}
      </EmptyState>
    </div>
  );
}

/** The workspace has no samples. */
export function NoSamples() {
  return (
    <div className={css['center']}>
      <EmptyState
        title="There is nothing to label yet"
        actions={
          <>
            <Button look="primary" onClick={() => runCommand('transfer.import')}>
              Import samples <Key command="transfer.import" />
            </Button>
            <Button onClick={() => runCommand('workspace.demo')}>Open the demo workspace</Button>
            <Button onClick={() => runCommand('help.practice')}>Practice with ten samples</Button>
          </>
        }
      >
        <p>
          Assay labels answers of a support agent. Import them from a JSON Lines or CSV file, plain or gzipped, or drop
          a file on this window.
        </p>
      </EmptyState>
    </div>
  );
}
