import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { MemorySecrets, type SecretStore } from '../service/sync/secrets.ts';
import { replaceFile } from './files.ts';

/**
 * Keeps secrets on the disk, sealed by the system's keyring; in memory where there is no real one. Linux without a keyring
 * offers to seal with a password that everybody knows: that would only look safe.
 */
export async function openSecrets(userData: string): Promise<SecretStore> {
  const sealed = await safeStorage.isAsyncEncryptionAvailable();
  const real = process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  return sealed && real ? new SealedSecrets(join(userData, 'secrets')) : new MemorySecrets();
}

class SealedSecrets implements SecretStore {
  readonly kind = 'keyring';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(name: string): Promise<string | null> {
    let sealed: Buffer;
    try {
      sealed = readFileSync(this.#file(name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed);
    if (shouldReEncrypt) await this.set(name, result);
    return result;
  }

  async set(name: string, value: string): Promise<void> {
    const sealed = await safeStorage.encryptStringAsync(value);
    mkdirSync(this.#folder, { recursive: true });
    replaceFile(this.#file(name), sealed);
  }

  async delete(name: string): Promise<void> {
    rmSync(this.#file(name), { force: true });
  }

  /** A name may be longer than that of a file can be, and differ from another only in what a file system takes for one. */
  #file(name: string): string {
    return join(this.#folder, createHash('sha256').update(name).digest('hex'));
  }
}
