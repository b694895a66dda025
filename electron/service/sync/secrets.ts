/** Where the tokens of a sign-in are kept. Nothing else knows them. */
export type SecretStore = {
  /** keyring: they outlive a restart, sealed by the system. memory: they are gone with the program, and it says so. */
  readonly kind: 'keyring' | 'memory';
  /** Null where none is kept; fails where one is and cannot be opened, as by a keyring that was made anew. */
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
};

/** For where there is no real keyring, and for programs that ask for the password each time. */
export class MemorySecrets implements SecretStore {
  readonly kind = 'memory';
  readonly #values = new Map<string, string>();

  async get(name: string): Promise<string | null> {
    return this.#values.get(name) ?? null;
  }

  async set(name: string, value: string): Promise<void> {
    this.#values.set(name, value);
  }

  async delete(name: string): Promise<void> {
    this.#values.delete(name);
  }
}
