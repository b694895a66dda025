import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Contender, Place } from '../../../shared/domain/comparison.ts';

/** What is sealed is padded to a multiple of this, so that its length does not tell what it is. */
const blockBytes = 4_096;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Who stands where. One bit of HMAC-SHA-256 under the evaluation's secret, by the item's random id, says whether the base
 * model's answer is the first: nothing that is kept beside an item tells, and whoever has the secret can always tell.
 */
export class Blind {
  readonly #secret: KeyObject;
  readonly #sealing: KeyObject;

  /** @param secret 32 random bytes */
  constructor(secret: Buffer) {
    this.#secret = createSecretKey(secret);
    this.#sealing = createSecretKey(createHmac('sha256', secret).update('sealing key').digest());
  }

  placeOf(itemId: string, contender: Contender): Place {
    const bit = (createHmac('sha256', this.#secret).update(itemId).digest()[0] ?? 0) & 1;
    return (bit === 1) === (contender === 'base') ? 'first' : 'second';
  }

  contenderAt(itemId: string, place: Place): Contender {
    return this.placeOf(itemId, 'base') === place ? 'base' : 'tuned';
  }

  /** Plain data, encrypted with AES-256-GCM. @param of what it belongs to: it cannot be opened as anything else's */
  seal(of: string, value: unknown): Buffer {
    const text = Buffer.from(JSON.stringify(value));
    const padded = Buffer.alloc(Math.ceil((4 + text.length) / blockBytes) * blockBytes);
    padded.writeUInt32BE(text.length, 0);
    text.copy(padded, 4);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce).setAAD(Buffer.from(of));
    const sealed = Buffer.concat([cipher.update(padded), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error where the bytes are not what this secret has sealed there */
  unseal(of: string, sealed: Buffer): unknown {
    const decipher = createDecipheriv('aes-256-gcm', this.#sealing, sealed.subarray(0, nonceBytes))
      .setAAD(Buffer.from(of))
      .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const padded = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return JSON.parse(padded.subarray(4, 4 + padded.readUInt32BE(0)).toString());
  }
}
