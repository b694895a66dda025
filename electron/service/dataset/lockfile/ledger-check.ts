import { existsSync } from 'node:fs';
import type { Finding } from '../../../../shared/contract/calls.ts';
import { type Connection, damaged, openReadonly } from '../../store/database.ts';
import { ledgerFile } from './ledger.ts';
import { ledgerError, ledgerRemedy } from './ledger-error.ts';

/** Looks whether a ledger can be gone by. @throws AssayError workspace-damaged */
export function checkLedger(db: Connection, file: string): void {
  try {
    const verdict = String(db.pragma('quick_check(1)', { simple: true }));
    if (verdict !== 'ok') throw damaged(file, verdict);
  } catch (error) {
    throw ledgerError(file, error);
  }
}

/** What `assay doctor` finds of the ledger of a workspace. It reads only. */
export function examineLedger(workspace: string): Finding {
  const check = 'ledger of datasets';
  const file = ledgerFile(workspace);
  if (!existsSync(file)) return { check, ok: true, detail: 'no dataset was built here', remedy: null };
  try {
    const db = openReadonly(file);
    try {
      const verdict = String(db.pragma('integrity_check(5)', { simple: true }));
      if (verdict !== 'ok') return { check, ok: false, detail: verdict, remedy: ledgerRemedy };
      const known = db.prepare('SELECT count(DISTINCT sample_id) FROM splits').pluck().get();
      return { check, ok: true, detail: `it knows the side of ${known} samples`, remedy: null };
    } finally {
      db.close();
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { check, ok: false, detail, remedy: ledgerRemedy };
  }
}
