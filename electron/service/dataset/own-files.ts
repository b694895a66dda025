import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { workspaceFiles } from '../workspace/open.ts';
import { datasetsFolder } from './lockfile/ledger.ts';

/**
 * True for the files that a workspace lives from: an export over one of them would destroy labels, the backups of labels,
 * a dataset, or what datasets have held out. Folders are compared by identity, so that neither links nor letter case lead
 * around it.
 */
export function isPartOfWorkspace(folder: string, target: string): boolean {
  const { work, corpus, backups, reports } = workspaceFiles(folder);
  const folders = [backups, reports, datasetsFolder(folder)];
  if (folders.some((own) => isBelow(own, target))) return true;
  const name = basename(target).toLowerCase();
  const isOwn =
    folders.some((own) => name === basename(own)) ||
    [basename(work), basename(corpus), 'lock.'].some((own) => name.startsWith(own));
  return isOwn && sameFolder(dirname(target), folder);
}

function isBelow(folder: string, target: string): boolean {
  const above = dirname(target);
  return above !== target && (sameFolder(above, folder) || isBelow(folder, above));
}

function sameFolder(a: string, b: string): boolean {
  const left = statSync(a, { throwIfNoEntry: false, bigint: true });
  const right = statSync(b, { throwIfNoEntry: false, bigint: true });
  return left !== undefined && right !== undefined && left.dev === right.dev && left.ino === right.ino;
}
