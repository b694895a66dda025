import { AssayError } from '../../../../shared/errors.ts';
import { translate } from '../../store/database.ts';

/** A ledger has no backup: the folders of the datasets are its truth. */
export const ledgerRemedy =
  'Move datasets/ledger.db away: it is made again from the folders of the datasets. What removed datasets held out is ' +
  'forgotten then.';

/** Gives a damaged ledger its own way out; any other error stays as it is. */
export function ledgerError(file: string, thrown: unknown): unknown {
  const error = translate(file, thrown);
  if (!(error instanceof AssayError) || error.kind !== 'workspace-damaged') return error;
  const safe = 'Nothing was changed; labels, samples and datasets are in files of their own.';
  return new AssayError({ ...error.report(), safe, remedy: ledgerRemedy }, { cause: thrown });
}
