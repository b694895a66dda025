import { prepare } from './backend.ts';
import { startSharedServer } from './shared.ts';

/** Before the tests of a run: starts the Postgres that all of them share. Gives what ends it. */
export default function setup(): Promise<() => Promise<void>> {
  return startSharedServer(prepare);
}
