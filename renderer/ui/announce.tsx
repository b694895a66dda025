import text from '../styles/text.module.css';

let region: HTMLElement | null = null;

/**
 * Says a sentence to a screen reader.
 *
 * Writes past React: it happens on every keystroke of the labeling loop and must cost no render. The same sentence twice
 * is still a change, because each one is a node of its own.
 */
export function announce(sentence: string): void {
  if (!region) return;
  const line = document.createElement('p');
  line.textContent = sentence;
  region.replaceChildren(line);
}

/** The one live region of the window. */
export function LiveRegion() {
  return (
    <div
      className={text['hidden']}
      role="status"
      aria-live="polite"
      ref={(element) => {
        region = element;
      }}
    />
  );
}
