import type { CallInput, CallOutput } from '../../../../shared/contract/calls.ts';
import type { SampleSummary } from '../../../../shared/domain/browse.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { IdList } from './ids.ts';
import type { Orders } from './order.ts';
import { queueOf } from './standing.ts';
import type { Steps } from './steps.ts';

/** A result set, read as far as somebody needed it: the ids in order, and the work that finds the rest. */
type View = { ids: IdList; queue: string; rest: Steps; complete: boolean; dropped: boolean };

/** The browser shows one and keeps one behind it; two more are for searches that overlap. */
const kept = 4;
const firstRows = 100;

/** Open result sets of the browser. Each is a snapshot: what changes later shows in the next search. */
export class Views {
  readonly #orders: Orders;
  readonly #summaries: (ids: readonly number[], queue: string) => SampleSummary[];
  readonly #views = new Map<number, View>();
  #last = 0;

  constructor(orders: Orders, summaries: (ids: readonly number[], queue: string) => SampleSummary[]) {
    this.#orders = orders;
    this.#summaries = summaries;
  }

  *search({ filter, sort }: CallInput<'samples.search'>): Steps<CallOutput<'samples.search'>> {
    const viewId = ++this.#last;
    const rest = this.#orders.sorted(sort, filter);
    const view = { ids: new IdList(), queue: queueOf(filter), rest, complete: false, dropped: false };
    this.#views.set(viewId, view);
    for (const old of [...this.#views.keys()].slice(0, -kept)) this.#drop(old);
    yield* this.#fill(viewId, view, firstRows);
    return { viewId, rows: this.#rows(view, 0, firstRows) };
  }

  *total(viewId: number): Steps<number> {
    const view = this.#view(viewId);
    yield* this.#fill(viewId, view, Number.POSITIVE_INFINITY);
    return view.ids.length;
  }

  *rows({ viewId, offset, limit }: CallInput<'samples.rows'>): Steps<SampleSummary[]> {
    const view = this.#view(viewId);
    yield* this.#fill(viewId, view, offset + limit);
    return this.#rows(view, offset, limit);
  }

  /** Goes on with a view until it has enough. Several calls may do so in turns: each goes on where the last stopped. */
  *#fill(viewId: number, view: View, enough: number): Steps {
    while (view.ids.length < enough && !view.complete) {
      if (view.dropped) throw gone();
      try {
        const step = view.rest.next();
        if (step.done) view.complete = true;
        else view.ids.push(step.value);
      } catch (error) {
        // A work that failed would look finished to the next call.
        this.#drop(viewId);
        throw error;
      }
      yield [];
    }
  }

  #rows({ ids, queue }: View, offset: number, limit: number): SampleSummary[] {
    return this.#summaries(Array.from(ids.all().subarray(offset, offset + limit)), queue);
  }

  #view(viewId: number): View {
    const view = this.#views.get(viewId);
    if (!view) throw gone();
    return view;
  }

  #drop(viewId: number): void {
    const view = this.#views.get(viewId);
    if (view) view.dropped = true;
    this.#views.delete(viewId);
  }
}

function gone(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'These search results are no longer kept.',
    safe: 'Nothing was changed.',
    remedy: 'Open the search again.',
  });
}
