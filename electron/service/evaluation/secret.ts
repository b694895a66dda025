import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AssayError } from '../../../shared/errors.ts';
import type { SecretStore } from '../sync/secrets.ts';

/**
 * The secrets that say whose the answers of an evaluation are: in the keyring. Where there is none, each is in a file of
 * its own in the workspace, because without it an evaluation that was paid for could never be read.
 */
export class EvaluationSecrets {
  readonly #folder: string;
  readonly #secrets: SecretStore;
  readonly #making = new Map<string, Promise<void>>();

  /** @param workspace its folder */
  constructor(workspace: string, secrets: SecretStore) {
    this.#folder = join(workspace, 'evaluations');
    this.#secrets = secrets;
  }

  /**
   * Makes the secret of an evaluation that has none yet. It is kept when this resolves; fails rather than make a second one,
   * and whoever asks while it is made, as a keyring may ask a person first, waits for the same.
   */
  make(id: string): Promise<void> {
    const making = this.#making.get(id) ?? this.#make(id).finally(() => this.#making.delete(id));
    this.#making.set(id, making);
    return making;
  }

  async #make(id: string): Promise<void> {
    if ((await this.#find(id)) !== null) return;
    const secret = randomBytes(32);
    if (this.#secrets.kind === 'keyring') await this.#secrets.set(nameOf(id), secret.toString('hex'));
    else this.#write(id, secret);
  }

  /** @throws AssayError not-found on a machine that does not have it */
  async get(id: string): Promise<Buffer> {
    const secret = await this.#find(id).catch(() => null);
    if (secret !== null) return secret;
    throw new AssayError({
      kind: 'not-found',
      message: 'The secret that tells whose the answers are is not on this machine, or its keyring is closed.',
      safe: 'Answers and judgments are safe.',
      remedy: 'Open the workspace in the window on the machine where the evaluation was begun.',
    });
  }

  async #find(id: string): Promise<Buffer | null> {
    const kept = await this.#secrets.get(nameOf(id));
    if (kept !== null) return Buffer.from(kept, 'hex');
    return existsSync(this.#file(id)) ? Buffer.from(readFileSync(this.#file(id), 'utf8').trim(), 'hex') : null;
  }

  #write(id: string, secret: Buffer): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = openSync(this.#file(id), 'wx', 0o600);
    try {
      writeSync(file, secret.toString('hex'));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.key`);
  }
}

const nameOf = (id: string): string => `evaluation-secret ${id}`;
