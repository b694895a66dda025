import { filledBackend } from './team.ts';

/** A team's server in a process of its own, for a bench that watches what its own process does. Ends with its parent. */
const { backend } = await filledBackend(Number(process.argv[2]));
process.once('disconnect', () => void backend.close());
process.send?.({ url: backend.url, publishableKey: backend.publishableKey });
