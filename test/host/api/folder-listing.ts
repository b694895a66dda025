import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Listing } from '../page/dialog-messages.ts';

const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;

/** What the file dialog shows of a path. Hidden files stay hidden, as in the desktop's own dialogs. */
export async function listFolder(path: string): Promise<Listing> {
  const folder = resolve(path);
  const parent = dirname(folder) === folder ? null : dirname(folder);
  const listing: Listing = { folder, parent, isFile: false, separator: sep, error: '', entries: [] };
  try {
    if (!(await stat(folder)).isDirectory()) return { ...listing, isFile: true, error: `${folder} is not a folder.` };
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
    const entries = await Promise.all(
      names.map(async (name) => {
        const entry = join(folder, name);
        // A link that leads nowhere is shown as a file; opening it will tell.
        const isFolder = await stat(entry).then(
          (found) => found.isDirectory(),
          () => false,
        );
        return { name, isFolder, path: entry };
      }),
    );
    entries.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || compare(a.name, b.name));
    return { ...listing, entries };
  } catch (error) {
    return { ...listing, error: error instanceof Error ? error.message : String(error) };
  }
}
