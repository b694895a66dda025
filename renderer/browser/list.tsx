import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useSettings } from '../stores/workspace.ts';
import text from '../styles/text.module.css';
import css from './list.module.css';
import { termsOf } from './marks.ts';
import { openRow } from './open.ts';
import rowCss from './row.module.css';
import { Row } from './row.tsx';
import { clampOffset, offsetAt, rowHeight, scaleOf, scrollTopAt, visible } from './scale.ts';
import { type Results, useBrowse } from './store.ts';

type ListProps = { results: Results; onView: (height: number) => void };

const { setState: set } = useBrowse;

/** The head scrolls sideways and resizes with the rows, so it stands in the same box, above them. */
const headHeight = 28;

/** The list of samples: a grid of which only the visible rows exist, with a scroll bar that reaches every one. */
export function List({ results, onView }: ListProps) {
  const signals = useSettings(({ showSignals }) => showSignals);
  const confidence = signals && results.filter.queue === undefined;
  const { active, offset } = useBrowse(useShallow(({ active, offset }) => ({ active, offset })));
  // Rows come from a cache outside of the store; this is what tells that some came.
  useBrowse(({ arrivals }) => arrivals);
  const [view, setView] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const scale = useMemo(() => scaleOf(results.count, rowHeight, view), [results.count, view]);
  const terms = useMemo(() => termsOf(results.filter.text ?? ''), [results.filter.text]);
  const place = clampOffset(scale, offset);
  const { first, end } = visible(scale, place);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const height = element.clientHeight - headHeight;
      setView(height);
      onView(height);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [onView]);

  useLayoutEffect(() => results.rows.want(first, end, results.count), [results, first, end]);
  useScrolling(scroller, scale, place);
  useRowFocus(scroller, active);

  const choose = useCallback((index: number) => set({ active: index }), []);
  const shown = Array.from({ length: end - first }, (_, index) => first + index);
  // The chosen row keeps the focus when it is scrolled away, so it exists there too: in its order, or the platform would
  // take the focus from the element that moves.
  if (results.count > 0 && active < first) shown.unshift(active);
  if (results.count > 0 && active >= end) shown.push(active);

  return (
    <div
      role="grid"
      aria-label="Samples"
      aria-rowcount={results.total === null ? -1 : results.total + 1}
      className={css['grid']}
    >
      <div ref={scroller} className={css['scroller']} data-testid="sample-rows">
        <div role="rowgroup" className={css['head']}>
          <div
            role="row"
            aria-rowindex={1}
            className={rowCss['line']}
            data-columns={confidence ? 'confidence' : undefined}
          >
            <div role="columnheader">
              <span className={text['hidden']}>Status</span>
            </div>
            <div role="columnheader">Query and answer</div>
            <div role="columnheader">Agent and intent</div>
            {confidence ? (
              <div role="columnheader" className={css['right']} aria-label="Confidence">
                Conf.
              </div>
            ) : null}
            <div role="columnheader">Verdict</div>
            <div role="columnheader" className={css['right']}>
              Date
            </div>
          </div>
        </div>
        <div style={{ height: scale.height }}>
          <div className={css['view']} style={{ height: Math.min(view, scale.height) }}>
            <div role="rowgroup" style={{ transform: `translateY(${first * rowHeight - place}px)` }}>
              {shown.map((index) => (
                <Row
                  key={index}
                  index={index}
                  sample={results.rows.get(index)}
                  active={index === active}
                  away={index < first || index >= end}
                  terms={terms}
                  confidence={confidence}
                  onChoose={choose}
                  onOpen={openRow}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Keeps the scroll bar and `offset` in step, whichever of them moved. */
function useScrolling(
  scroller: React.RefObject<HTMLDivElement | null>,
  scale: ReturnType<typeof scaleOf>,
  place: number,
): void {
  // What scrollTop became when it was last set here: the scroll event of that is no news, and rounding is no movement.
  const own = useRef(-1);
  const latest = useRef({ scale, place });
  useLayoutEffect(() => {
    latest.current = { scale, place };
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const wanted = scrollTopAt(scale, place);
    if (Math.abs(element.scrollTop - wanted) < 1) return;
    element.scrollTop = wanted;
    own.current = element.scrollTop;
  }, [scroller, scale, place]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => {
      if (element.scrollTop === own.current) return;
      own.current = -1;
      set({ offset: offsetAt(latest.current.scale, element.scrollTop) });
    };
    // Where a pixel of the scroll bar is many rows, the wheel still moves by its own pixels.
    const onWheel = (event: WheelEvent) => {
      const { scale, place } = latest.current;
      if (scale.ratio <= 1 || event.ctrlKey) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : rowHeight;
      set({ offset: clampOffset(scale, place + event.deltaY * unit) });
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller]);
}

/** When a row has the focus, the chosen row has it: also after a jump that removed the row which had it. */
function useRowFocus(scroller: React.RefObject<HTMLDivElement | null>, active: number): void {
  const last = useRef<EventTarget | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onFocusIn = ({ target }: FocusEvent) => {
      last.current = target;
    };
    element.addEventListener('focusin', onFocusIn);
    return () => element.removeEventListener('focusin', onFocusIn);
  }, [scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const focused = document.activeElement;
    const lost = focused === document.body && last.current instanceof Node && !last.current.isConnected;
    if (!element || !(lost || element.contains(focused))) return;
    element.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  }, [scroller, active]);
}
