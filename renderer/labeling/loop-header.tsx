import { Key } from '../keyboard/key.tsx';
import { useDraft } from '../stores/draft.ts';
import { isSelection, useLoop } from '../stores/loop-state.ts';
import { useSitting } from '../stores/sitting.ts';
import { count } from '../ui/format.ts';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { Fate } from './fate.tsx';
import css from './loop-header.module.css';
import { orderNames, strategiesIn } from './names.ts';
import { QueueMenu } from './queue-menu.tsx';
import { labelAll, setOrder } from './use-loop-commands.ts';

/** Which loop this is, and whose answer. */
export function LoopName() {
  const order = useLoop(({ order }) => order.strategy);
  const queueId = useLoop(({ queueId }) => queueId);
  const selected = useLoop(isSelection);
  const agent = useDraft(({ item }) => item?.sample.agent ?? '');
  return (
    <>
      <QueueMenu />
      <Menu label={`Order: ${orderNames[order]}`} triggerClass={css['order']} trigger={orderNames[order]}>
        {strategiesIn(queueId).map((strategy) => (
          <MenuItem key={strategy} hint={<Key command={`order.${strategy}`} />} onRun={() => setOrder(strategy)}>
            {orderNames[strategy]}
          </MenuItem>
        ))}
      </Menu>
      {selected ? (
        <>
          <span className={css['selection']}>a selection</span>
          <button type="button" className={css['order']} onClick={labelAll}>
            All samples
          </button>
        </>
      ) : null}
      <span className={css['agent']} title={agent}>
        {agent}
      </span>
    </>
  );
}

/** How far, how fast, and whether everything is on the disk. */
export function LoopProgress() {
  const labeled = useLoop(({ counts }) => counts.labeled);
  const total = useLoop(({ counts }) => counts.total);
  const pace = useSitting(({ pace }) => pace);
  return (
    <>
      <span className={css['progress']}>{`${count(labeled)} of ${count(total)}`}</span>
      {pace === null ? null : <span className={css['pace']}>{`${count(pace)} an hour`}</span>}
      <Fate />
      <SavedMark />
    </>
  );
}

function SavedMark() {
  const saving = useLoop(({ unsaved }) => unsaved > 0);
  const failed = useLoop(({ failure, draftError }) => failure !== null || draftError !== null);
  return (
    <span className={css['saved']} data-state={failed ? 'failed' : saving ? 'saving' : 'saved'}>
      {failed ? 'not saved' : saving ? 'saving' : 'all saved'}
    </span>
  );
}

/** The share that is labeled, for the line below the header. */
export function useProgress(): number {
  return useLoop(({ counts }) => (counts.total === 0 ? 0 : counts.labeled / counts.total));
}
