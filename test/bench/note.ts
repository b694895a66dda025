/** Tells whoever waits what is being done. The answer itself goes to stdout. */
export function note(text: string): void {
  process.stderr.write(`· ${text}\n`);
}

export function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
