import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Contender, Place } from '../../../shared/domain/comparison.ts';

/** What is sealed is padded with zeros to a multiple of this, so that its length does not tell what it is. */
const blockBytes = 4_096;
const zeros = Buffer.alloc(blockBytes);
const lengthBytes = 4;
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

  /**
   * Plain data, encrypted with AES-256-GCM.
   *
   * The main thread seals at every answer, and each buffer of some kilobytes counts towards its next full collection:
   * what is copied less stops it less.
   *
   * @param of what it belongs to: it cannot be opened as anything else's
   * @param block bytes that it is padded to a multiple of; at most 4,096
   */
  seal(of: string, value: unknown, block = blockBytes): Buffer {
    const text = Buffer.from(JSON.stringify(value));
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32BE(text.length);
    const beyond = (lengthBytes + text.length) % block;
    const padding = zeros.subarray(0, beyond === 0 ? 0 : block - beyond);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce).setAAD(Buffer.from(of));
    const sealed = [cipher.update(length), cipher.update(text), cipher.update(padding), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
  }

  /** @throws Error where the bytes are not what this secret has sealed there */
  unseal(of: string, sealed: Buffer): unknown {
    const decipher = createDecipheriv('aes-256-gcm', this.#sealing, sealed.subarray(0, nonceBytes))
      .setAAD(Buffer.from(of))
      .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const padded = decipher.update(sealed.subarray(nonceBytes + tagBytes));
    // Gives no more bytes in this mode, and throws where the tag is another.
    decipher.final();
    return JSON.parse(padded.toString('utf8', lengthBytes, lengthBytes + padded.readUInt32BE()));
  }
}
