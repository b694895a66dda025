/** True when a source looks like the JSON of a tool's answer. */
export function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** A source in full: JSON is indented, everything else is as it came. */
export function fullText(text: string): { text: string; json: boolean } {
  if (!isJson(text)) return { text, json: false };
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), json: true };
  } catch {
    return { text, json: false }; // It only began like JSON.
  }
}

/** How a source begins, short enough that a row of it costs nothing to lay out. */
export function beginning(text: string): string {
  return text.slice(0, 400).replaceAll(/\s+/g, ' ').trim();
}
