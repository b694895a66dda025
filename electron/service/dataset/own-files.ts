import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { workspaceFiles } from '../workspace/open.ts';

/**
 * True for the files that a workspace lives from: an export over one of them would destroy labels, or the backups of
 * labels. Folders are compared by identity, so that neither links nor letter case lead around it.
 */
export function isPartOfWorkspace(folder: string, target: string): boolean {
  const { work, corpus, backups, reports } = workspaceFiles(folder);
  const name = basename(target).toLowerCase();
  const inFolder = dirname(target);
  if (sameFolder(inFolder, backups) || sameFolder(inFolder, reports)) return true;
  return (
    sameFolder(inFolder, folder) && [basename(work), basename(corpus), 'lock.'].some((own) => name.startsWith(own))
  );
}

function sameFolder(a: string, b: string): boolean {
  const left = statSync(a, { throwIfNoEntry: false, bigint: true });
  const right = statSync(b, { throwIfNoEntry: false, bigint: true });
  return left !== undefined && right !== undefined && left.dev === right.dev && left.ino === right.ino;
}
