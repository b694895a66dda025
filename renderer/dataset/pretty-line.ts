/** A line with its structure in sight; one that is no JSON, such as CSV, as it is. */
export function prettyLine(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
