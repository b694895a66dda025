import { useEffect } from 'react';
import type { LabelerQueue } from '../../shared/domain/queue.ts';
import { Key } from '../keyboard/key.tsx';
import { runCommand } from '../keyboard/use-commands.ts';
import { openInLoop } from '../stores/loop.ts';
import { isSelection, useLoop } from '../stores/loop-state.ts';
import { useSitting, workedMs } from '../stores/sitting.ts';
import { loadWork, useDeciding, useQueue, useSync } from '../stores/sync.ts';
import { openQueue } from '../team/open-queue.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { count, duration, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import css from './ends.module.css';
import { orderNames, strategiesIn } from './names.ts';
import { labelAll, setOrder } from './use-loop-commands.ts';

/** The loop has no further sample: what is done, and what is left. */
export function LoopEnd() {
  const { counts, queueId } = useLoop();
  const { labels } = useSitting();
  const whole = !useLoop(isSelection);
  const team = useSync(({ status }) => status?.account != null);
  const queue = useQueue(queueId);
  const deciding = useDeciding();
  // An answer or a return may have come, and questions of this sitting are not counted yet.
  useEffect(() => void loadWork().catch((thrown: unknown) => console.error(thrown)), []);
  if (team && queueId === null && counts.total === 0 && whole) return <TeamWork />;
  if (queue && whole) return <QueueEnd queue={queue} />;
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
            <GoBack passed={passed} />
            <Skipped />
            {deciding ? (
              <Button look={passed === 0 ? 'primary' : 'plain'} onClick={() => runCommand('go.dataset')}>
                Datasets <Key command="go.dataset" />
              </Button>
            ) : null}
            {whole ? null : <Button onClick={labelAll}>All samples</Button>}
          </>
        }
      >
        {counts.total === 0 ? null : (
          <p className={css['sum']}>
            {`${count(counts.labeled)} of ${count(counts.total)} labeled`}
            {counts.skipped > 0 ? `, ${count(counts.skipped)} skipped` : ''}
            {passed > 0 ? `, ${count(passed)} passed over` : ''}. {sittingText(labels)}
          </p>
        )}
        {passed > 0 ? <OtherOrders /> : null}
      </EmptyState>
    </div>
  );
}

function sittingText(labels: number): string {
  return labels > 0 ? `${plural(labels, 'label')} this sitting, ${duration(workedMs())} at work.` : '';
}

/** The end of a team's queue: what is left here, what waits for the lead, and where more is. */
function QueueEnd({ queue }: { queue: LabelerQueue }) {
  const { labels } = useSitting();
  const { queueId, open, parked, done, held, free, state, cameBack } = queue;
  const passed = open - cameBack.length;
  const more = state === 'open' && free > 0;
  return (
    <div className={css['center']}>
      <EmptyState
        title={open > 0 ? 'The end of this loop' : 'Nothing of this queue is left to do here'}
        actions={
          <>
            {cameBack.length > 0 ? (
              <Button look="primary" onClick={() => void attempt(() => openQueue(queueId, cameBack))}>
                Label {cameBack.length === 1 ? 'the sample' : plural(cameBack.length, 'sample')} that came back
              </Button>
            ) : null}
            <GoBack passed={passed} look={cameBack.length === 0 ? 'primary' : 'plain'} />
            <Button look={open === 0 ? 'primary' : 'plain'} onClick={() => runCommand('go.team')}>
              {more ? 'Take more work' : 'Team'} <Key command="go.team" />
            </Button>
            <Skipped />
          </>
        }
      >
        <p className={css['sum']}>
          {`${count(done)} of ${count(held)} labeled`}
          {cameBack.length > 0 ? `, ${count(cameBack.length)} came back from your lead` : ''}
          {passed > 0 ? `, ${count(passed)} passed over` : ''}
          {parked > 0 ? `, ${count(parked)} ${parked === 1 ? 'waits' : 'wait'} for the lead’s answer` : ''}.{' '}
          {sittingText(labels)}
        </p>
        {passed > 0 ? <OtherOrders /> : null}
      </EmptyState>
    </div>
  );
}

function GoBack({ passed, look = 'primary' }: { passed: number; look?: 'primary' | 'plain' }) {
  const { filter, order } = useLoop();
  if (passed === 0) return null;
  return (
    <Button look={look} onClick={() => void openInLoop({ filter, order })}>
      Go back to the {passed === 1 ? 'sample' : plural(passed, 'sample')} passed over
    </Button>
  );
}

function Skipped() {
  const { counts, filter, order } = useLoop();
  if (counts.skipped === 0) return null;
  return (
    <Button onClick={() => void openInLoop({ filter: { ...filter, status: 'skipped' }, order })}>
      Look again at {count(counts.skipped)} skipped
    </Button>
  );
}

function OtherOrders() {
  const { order, queueId } = useLoop();
  return (
    <p className={css['orders']}>
      Another order:{' '}
      {strategiesIn(queueId)
        .filter((strategy) => strategy !== order.strategy)
        .map((strategy) => (
          <Button key={strategy} look="quiet" onClick={() => setOrder(strategy)}>
            {orderNames[strategy]}
          </Button>
        ))}
    </p>
  );
}

/** A member's own queue has nothing: their work is in the team's. */
function TeamWork() {
  const queues = useSync(({ queues }) => queues).filter(({ open }) => open > 0);
  return (
    <div className={css['center']}>
      <EmptyState
        title="Your team’s work comes in queues"
        actions={
          <>
            {queues.map(({ queueId, name, open }) => (
              <Button key={queueId} look="primary" onClick={() => void attempt(() => openQueue(queueId))}>
                Label {name}: {count(open)}
              </Button>
            ))}
            <Button look={queues.length === 0 ? 'primary' : 'plain'} onClick={() => runCommand('go.team')}>
              Team <Key command="go.team" />
            </Button>
          </>
        }
      >
        <p>
          {queues.length === 0
            ? 'Take some on the Team screen: it is then on this device, with or without a network.'
            : 'What you took is on this device, with or without a network.'}
        </p>
      </EmptyState>
    </div>
  );
}

/** The workspace has no samples. */
export function NoSamples() {
  const team = useSync(({ status }) => status?.account != null);
  return team ? <TeamWork /> : <NothingImported />;
}

function NothingImported() {
  return (
    <div className={css['center']}>
      <EmptyState
        title="There is nothing to label yet"
        actions={
          <>
            <Button look="primary" onClick={() => runCommand('import.choose')}>
              Import samples <Key command="import.choose" />
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
