import text from '../styles/text.module.css';

let region: HTMLElement | null = null;

/**
 * Says a sentence to a screen reader.
 *
 * Writes past React, and in a task of its own: it happens on every keystroke of the labeling loop and must cost neither
 * a render nor a part of the key's frame. The same sentence twice is still a change, because each one is a node of its
 * own.
 */
export function announce(sentence: string): void {
  void scheduler.postTask(() => {
    const line = document.createElement('p');
    line.textContent = sentence;
    region?.replaceChildren(line);
  });
}

/** The one live region of the window, where `announce` writes. */
export function LiveRegion() {
  return (
    <div
      className={text['hidden']}
      role="status"
      aria-live="polite"
      ref={(element) => {
        region = element;
        return () => {
          if (region === element) region = null;
        };
      }}
    />
  );
}
