import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from '@playwright/test';
import { z } from 'zod';

/**
 * Key to presented frame, as Chromium itself measures it.
 *
 * The trace event `EventLatency` spans one input event from its creation in the browser process to the presentation of
 * the frame that shows what its handlers changed; `display_trace_id` names that frame, and an event that changed
 * nothing has none. One category, `input.scrolling`, carries it and next to nothing else, so that tracing costs little.
 * On a bare page it gives what facts of the machine predict: some 2 ms and then up to one frame of 16.7 ms.
 */
const traceEventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  pid: z.number(),
  id2: z.object({ local: z.string().optional() }).optional(),
  args: z
    .object({ event_latency: z.object({ event_type: z.string(), display_trace_id: z.unknown() }).partial() })
    .partial(),
});
type TraceEvent = z.infer<typeof traceEventSchema>;

/** An event ends when its frame is presented: some time after the page has answered. */
const settleMs = 250;

const traceConfig = { includedCategories: ['input.scrolling'], excludedCategories: ['*'] };

/** How long each key that `work` presses takes to its presented frame, in ms and in order; null when none came. */
export async function keyLatencies(cdp: CDPSession, work: () => Promise<void>): Promise<(number | null)[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => {
    for (const event of value) {
      const parsed = traceEventSchema.safeParse(event);
      if (parsed.success && parsed.data.name === 'EventLatency') events.push(parsed.data);
    }
  };
  // Events are written when they end: the last keys before this would be among those that are meant.
  await sleep(settleMs);
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await work();
  await sleep(settleMs);
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  return latenciesIn(events);
}

function latenciesIn(events: readonly TraceEvent[]): (number | null)[] {
  const open = new Map<string, TraceEvent>();
  const latencies: { at: number; ms: number | null }[] = [];
  for (const event of events.toSorted((a, b) => a.ts - b.ts)) {
    const id = `${event.pid} ${event.id2?.local}`;
    const begun = open.get(id);
    if (event.ph === 'b') open.set(id, event);
    if (event.ph !== 'e' || !begun) continue;
    open.delete(id);
    const { event_type: type, display_trace_id: frame } = begun.args.event_latency ?? {};
    if (type !== 'KEY_PRESSED') continue;
    latencies.push({ at: begun.ts, ms: frame === undefined ? null : (event.ts - begun.ts) / 1000 });
  }
  return latencies.toSorted((a, b) => a.at - b.at).map(({ ms }) => ms);
}
