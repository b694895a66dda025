import type { Manifest } from '../lockfile/manifest.ts';
import type { TextFile } from './content.ts';

export const sumsName = 'SHA256SUMS';

/** The hashes of all files as `sha256sum -c` reads them, for whoever has a dataset and not Assay. */
export function sums(files: Manifest['files']): TextFile {
  const lines = files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return { path: sumsName, text: lines.join('') };
}
