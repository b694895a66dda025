/** A source in full: JSON is indented, everything else is as it came. */
export function fullText(text: string): { text: string; json: boolean } {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return { text, json: false };
  try {
    return { text: JSON.stringify(JSON.parse(trimmed), null, 2), json: true };
  } catch {
    return { text, json: false }; // It only began like JSON.
  }
}

/** The first line of a source, short enough that a row of it costs nothing to lay out. */
export function firstLine(text: string): string {
  return text.slice(0, 400).replaceAll(/\s+/g, ' ').trim();
}
