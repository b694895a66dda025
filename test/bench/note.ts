/** Tells whoever waits what is being done. The answer itself goes to stdout. */
export function note(text: string): void {
  process.stderr.write(`· ${text}\n`);
}
