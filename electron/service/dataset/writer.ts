import { randomBytes } from 'node:crypto';
import type { Writer } from './replace.ts';

/** Who writes files here. A process number is given again after a restart; the token tells this process from an earlier one. */
export const writer: Writer = { pid: process.pid, token: randomBytes(4).toString('hex') };
