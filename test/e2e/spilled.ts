import type { Page } from '@playwright/test';

/** A window of 1440 × 900 at 100, 140 and 200 %. */
export const zooms = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
  { width: 720, height: 450 },
];

/**
 * What cannot be read where it stands: text beside its pane, the window or its button, and panes that scroll sideways. What
 * ends in an ellipsis was cut on purpose, and what only a screen reader is told takes no room.
 */
export const spilled = (page: Page, within = 'body') =>
  page.locator(within).evaluate((root) => {
    const isHidden = (one: Element) => one.closest('[inert]') !== null || getComputedStyle(one).clipPath !== 'none';
    const isCut = (one: Element) => getComputedStyle(one).textOverflow === 'ellipsis';
    const named = (one: Element) => `${one.localName} “${(one.textContent ?? '').trim().slice(0, 40)}”`;
    const paneOf = (one: Element): Element => {
      const up = one.parentElement;
      return up === null || getComputedStyle(up).overflowX !== 'visible' ? (up ?? one) : paneOf(up);
    };
    const shown = [root, ...root.querySelectorAll('*')].filter((one) => one.checkVisibility());
    const seen = shown.filter((one) => {
      for (let up: Element | null = one; up; up = up.parentElement) if (isHidden(up) || isCut(up)) return false;
      return true;
    });
    const sideways = seen
      .filter((one) => getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
      .filter((one) => one instanceof HTMLElement && !one.matches('textarea, input, select'))
      .map((one) => `${named(one)} is wider than its pane`);
    const beside = seen.flatMap((one) => {
      if (one instanceof HTMLOptionElement) return [];
      const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      const range = document.createRange();
      const boxes = own.flatMap((node) => {
        range.selectNodeContents(node);
        return [...range.getClientRects()];
      });
      const pane = paneOf(one).getBoundingClientRect();
      const [left, right] = [Math.max(0, pane.left), Math.min(innerWidth, pane.right)];
      if (boxes.some((box) => box.left < left - 1 || box.right > right + 1))
        return [`${named(one)} is beside its pane`];
      const frame = one.closest('button, label:has(input[type="radio"])')?.getBoundingClientRect();
      if (frame && boxes.some((box) => box.bottom > frame.bottom + 1 || box.top < frame.top - 1))
        return [`${named(one)} is taller than its button`];
      return [];
    });
    return [...new Set([...sideways, ...beside])];
  });

/** How large the text of the plots is on the screen, in CSS pixels: the smallest of it. */
export const plotText = (page: Page) =>
  page
    .locator('main svg[role="img"] text')
    .evaluateAll((texts) =>
      Math.min(
        ...texts.map((text) =>
          text instanceof SVGTextElement
            ? Number.parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.a ?? 0)
            : 0,
        ),
      ),
    );
