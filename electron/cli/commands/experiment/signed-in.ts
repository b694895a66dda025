import { AssayError } from '../../../../shared/errors.ts';
import type { Service } from '../../../service/service.ts';
import { openFor } from '../../open.ts';
import { readSecret } from '../../secret.ts';
import type { Call } from './call.ts';

/**
 * Opens a team's workspace for itself and for as long as `work` lasts, signed in with the account that it belongs to.
 *
 * @throws AssayError invalid-input where it belongs to none, and as the sign-in does
 */
export async function signedIn<T>(
  { workspace }: Pick<Call, 'workspace'>,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  // Before the workspace is opened: while stdin is waited for, it is free for others.
  const password = await readSecret('password', 'ASSAY_PASSWORD', 'experiment');
  const service = openFor('experiment', workspace, () => {});
  try {
    const { account } = service.sync.status;
    if (!account) throw noTeam();
    await service.handlers['sync.signIn']({ team: null, email: account.email, password });
    return await work(service);
  } finally {
    await service.close();
  }
}

function noTeam(): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: 'This workspace belongs to no team, and an experiment needs one.',
    safe: 'Nothing was changed.',
    remedy: 'Join a team as a lead: “assay sync --invite LINK”.',
  });
}
