import type { Page } from '@playwright/test';

/** What a key changes on a page: the text of an element, or how many elements match. */
export type Effects = Record<string, { text: string } | { count: string }>;

type Watched = Window & { benchWatch?: { seen: number; late: string[]; stop: () => void } };

/**
 * Watches that each key's effect is there in the key's own frame: before the first animation frame after it. A latency
 * up to the presented frame speaks only of what that frame shows.
 *
 * @param effects by `KeyboardEvent.key`; keys without an entry are not watched
 */
export async function watchFrames(page: Page, effects: Effects): Promise<void> {
  await page.evaluate((effects) => {
    const read = (key: string): string | undefined => {
      const effect = effects[key];
      if (!effect) return undefined;
      return 'text' in effect
        ? (document.querySelector(effect.text)?.textContent ?? '')
        : String(document.querySelectorAll(effect.count).length);
    };
    const keys = Object.keys(effects);
    const shown = new Map(keys.map((key) => [key, read(key)]));
    const ended = new AbortController();
    const watch = { seen: 0, late: [] as string[], stop: () => ended.abort() };
    (window as Watched).benchWatch = watch;
    // Keys that fall into one frame are looked at together: each of them has changed what it changes, or none has.
    let pressed: string[] = [];
    const onFrame = () => {
      for (const key of new Set(pressed)) {
        if (!effects[key]) continue;
        watch.seen++;
        if (read(key) === shown.get(key)) watch.late.push(key);
      }
      pressed = [];
      for (const key of keys) shown.set(key, read(key));
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (pressed.length === 0) requestAnimationFrame(onFrame);
      pressed.push(key);
    };
    addEventListener('keydown', onKey, { capture: true, signal: ended.signal });
  }, effects);
}

/** Ends watching. @throws when no key was seen, or more than one in a hundred came late */
export async function expectSameFrame(page: Page): Promise<void> {
  const { seen, late } = await page.evaluate(() => {
    const { benchWatch } = window as Watched;
    benchWatch?.stop();
    return { seen: benchWatch?.seen ?? 0, late: benchWatch?.late ?? [] };
  });
  if (seen === 0) throw new Error('no key was watched');
  if (late.length > seen / 100)
    throw new Error(`${late.length} of ${seen} keys had their effect after their own frame: ${late.slice(0, 20)}`);
}
