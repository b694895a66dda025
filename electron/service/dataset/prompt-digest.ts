import { createHash } from 'node:crypto';
import type { Example } from '../../../shared/domain/example.ts';

/** The SHA-256 by which a prompt is known again. @param prompt as it is written */
export function promptDigest(prompt: Example['prompt']): Buffer {
  return createHash('sha256').update(JSON.stringify(prompt)).digest();
}
