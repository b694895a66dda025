import { restoredWords } from '../../shared/rules/set-back-words.ts';
import { ask, listen } from '../client.ts';
import { useView } from '../stores/view.ts';
import { notice } from '../ui/notice.tsx';

/** A lead may not come to Deploy for days, while an agent answers with what was rolled back: it is said wherever they are. */
export function followSetBack(): () => void {
  let syncedAt: string | null = null;
  let told = false;
  let takeBack = () => {};
  const look = async () => {
    const any = (await ask('experiment.setBack')).length > 0;
    if (any && !told && useView.getState().screen !== 'deploy')
      takeBack = notice({
        kind: 'conflict',
        message: `${restoredWords.title}.`,
        safe: restoredWords.text,
        remedy: 'Deploy says what runs or answers again, and what to do about it.',
      });
    told = any;
  };
  const stop = [
    useView.subscribe(({ screen }) => {
      // The screen says more.
      if (screen === 'deploy') takeBack();
    }),
    listen('sync', (status) => {
      if (status.account?.role !== 'lead' || status.syncedAt === syncedAt) return;
      syncedAt = status.syncedAt;
      look().catch((thrown: unknown) => console.error(thrown));
    }),
  ];
  return () => {
    for (const end of stop) end();
  };
}
