import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { onlyKnown } from '../guard.ts';
import { app } from './app.ts';
import { lifecycle } from './lifecycle.ts';

const MARK = Buffer.from('v10');
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key file beside the profile, and no keyring. */
function key(): Buffer {
  const file = join(app.hostFolder, 'safe-storage.key');
  mkdirSync(app.hostFolder, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file);
}

/** Electron 46 drops the synchronous calls; the host never had them. */
export const safeStorage = onlyKnown(
  {
    isAsyncEncryptionAvailable: async () => lifecycle.isReady,
    async encryptStringAsync(plainText) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key(), iv);
      return Buffer.concat([MARK, iv, cipher.update(plainText, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    async decryptStringAsync(encrypted) {
      if (!encrypted.subarray(0, MARK.length).equals(MARK))
        throw new Error('Ciphertext does not appear to be encrypted.');
      const body = encrypted.subarray(MARK.length + IV_BYTES, -TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(MARK.length, MARK.length + IV_BYTES));
      decipher.setAuthTag(encrypted.subarray(-TAG_BYTES));
      const result = Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      return { result, shouldReEncrypt: false };
    },
    // A test may ask how the app does on a machine that has one.
    getSelectedStorageBackend: () => (process.env['ASSAY_HOST_KEYRING'] === '1' ? 'gnome_libsecret' : 'basic_text'),
  } satisfies Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >,
  'safeStorage',
);
