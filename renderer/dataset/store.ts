import { create } from 'zustand';
import type { CallInput } from '../../shared/contract/calls.ts';
import type { DatasetCounts, Recipe } from '../../shared/domain/dataset.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { recipeOf } from '../../shared/rules/recipe.ts';
import { ask, listen } from '../client.ts';
import { useView } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { reportOf } from '../ui/error-note.tsx';

/** Changes in quick succession are one wish. */
const changePause = 100;

const views = ['overview', 'samples', 'alike', 'personal', 'built'] as const;
export type DatasetView = (typeof views)[number];

/** Which samples are listed: on a side, stopped at a step, or of one group. */
export type Listed = CallInput<'dataset.samples'>['of'];

type DatasetState = {
  view: DatasetView;
  /** What the plan came to when it was last counted: lists and lines belong to this recipe. */
  counted: { recipe: Recipe; counts: DatasetCounts } | null;
  /** How far all samples are read, from 0 to 1; null while nothing has to be read. */
  share: number | null;
  /** A person stopped the last count: what is shown is from before. */
  stopped: boolean;
  error: ErrorReport | null;
  listed: Listed;
  /** The built dataset that is shown; null shows the newest. */
  built: string | null;
  /** A sample that was asked for by its id; null shows the one that is chosen in the list. */
  asked: string | null;
  /** Someone wants to type an id: the field takes the focus and clears this. */
  asking: boolean;
  /** What was asked by typing is answered: the answer takes the focus and clears this. */
  answering: boolean;
};

/** What a dataset would hold; kept while other screens are open. */
export const useDataset = create<DatasetState>()(() => ({
  view: 'overview',
  counted: null,
  share: null,
  stopped: false,
  error: null,
  listed: { side: 'train' },
  built: null,
  asked: null,
  asking: false,
  answering: false,
}));

const { getState: get, setState: set } = useDataset;

/** Counts are numbered: an answer to an older wish is dropped. */
let latest = 0;
let pause: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> = Promise.resolve();
/** How often a person has stopped a count. */
let stops = 0;

/** Counts anew once no more changes come; a count that is still running is stopped by it. */
export function recount(): void {
  const mine = ++latest;
  set({ stopped: false });
  clearTimeout(pause);
  pause = setTimeout(() => {
    running = countOnce(mine);
  }, changePause);
}

async function countOnce(mine: number): Promise<void> {
  const recipe = planned();
  if (!recipe) return;
  try {
    const counts = await ask('dataset.count', recipe);
    if (mine === latest) set({ counted: { recipe, counts }, error: null, share: null });
  } catch (thrown) {
    if (mine !== latest) return;
    const error = reportOf(thrown);
    const stopped = error.kind === 'cancelled';
    set({ share: null, stopped, error: stopped ? null : error });
  }
}

/** The recipe of the plan as it is now. */
export function planned(): Recipe | null {
  const { settings } = useWorkspace.getState();
  return settings && recipeOf(settings);
}

/**
 * What another recipe gives now: one question at a time, or each would stop the other.
 *
 * @throws AssayError cancelled, when a person stopped it or nobody waits for it any more
 */
export async function countOf(recipe: Recipe, signal: AbortSignal): Promise<DatasetCounts> {
  for (;;) {
    await running;
    const before = stops;
    const counting = ask('dataset.count', recipe);
    // A failure is told to whoever asked.
    const mine = counting.then(
      () => {},
      () => {},
    );
    running = mine;
    try {
      return await counting;
    } catch (thrown) {
      // A count of the plan may have come in between. Nothing has where the workspace closes: asked again, it is closed still.
      const between = running !== mine && stops === before && !signal.aborted;
      const again = between && reportOf(thrown).kind === 'cancelled';
      if (!again) throw thrown;
    }
  }
}

export function stopCounting(): void {
  stops++;
  void ask('dataset.stopCount');
}

/**
 * What of a recipe is counted. A name and an accepted group decide nothing about what is in; formats do, by what they have
 * a place for. What a person lets stay is counted when they have looked through it: for each they would wait.
 */
function whatCounts({ name: _, largeGroupAccepted: __, ...counts }: Recipe): string {
  if (get().view !== 'personal') return JSON.stringify(counts);
  return JSON.stringify({ ...counts, personalData: { ...counts.personalData, leave: [] } });
}

/** Follows plan and samples for as long as somebody looks; nobody waits for a count afterwards. */
export function followCounts(): () => void {
  let before = planned();
  recount();
  const follow = () => {
    const after = planned();
    if (before && after && whatCounts(before) === whatCounts(after)) return;
    before = after;
    recount();
  };
  const stop = [
    useWorkspace.subscribe(follow),
    useDataset.subscribe(({ view }, { view: last }) => view !== last && follow()),
    // Every batch of an import or of a sync says so: the count waits for a pause in them, and for the last.
    listen('samples.changed', recount),
    listen('dataset.surveying', ({ share }) => set({ share })),
  ];
  return () => {
    for (const end of stop) end();
    clearTimeout(pause);
    latest++;
    set({ share: null });
    stopCounting();
  };
}

export function show(view: DatasetView): void {
  set({ view });
}

/** Lists what a bar or a reason stands for. */
export function list(listed: Listed): void {
  set({ listed, asked: null, view: 'samples' });
}

/** Shows one built dataset, from whatever screen. */
export function openBuilt(id: string): void {
  set({ view: 'built', built: id });
  useView.getState().go('dataset');
}

/** Shows one sample, whatever is listed. */
export function askFor(sampleId: string): void {
  set({ asked: sampleId, view: 'samples' });
}

/** Back from a sample that was asked for to the list. @returns false when none was */
export function backToList(): boolean {
  if (get().asked === null) return false;
  set({ asked: null });
  return true;
}
