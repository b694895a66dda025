import { z } from 'zod';
import { type ListedProvider, ownProviderSchema, type Provider } from '../../../shared/domain/provider.ts';
import { AssayError } from '../../../shared/errors.ts';
import { addressProblem, builtInProviders } from '../../../shared/rules/providers.ts';
import type { Meta } from '../store/meta.ts';
import type { SecretStore } from '../sync/secrets.ts';

const storedSchema = z.array(ownProviderSchema);

/**
 * The providers of a workspace: those that everybody has, and a person's own. Their keys are in the keyring alone, each for
 * an address and a workspace: one that somebody else has made can neither have a key sent elsewhere nor spend with it.
 */
export class Providers {
  readonly #meta: Meta;
  readonly #secrets: SecretStore;

  constructor(meta: Meta, secrets: SecretStore) {
    this.#meta = meta;
    this.#secrets = secrets;
  }

  all(): Provider[] {
    return [...builtInProviders, ...this.#own()];
  }

  async list(): Promise<ListedProvider[]> {
    return Promise.all(
      this.all().map(async (provider) => {
        const key = await this.#keyAt(provider);
        return { ...provider, key: key === null ? ('none' as const) : this.#secrets.kind };
      }),
    );
  }

  /** @throws AssayError not-found */
  get(id: string): Provider {
    const provider = this.all().find((known) => known.id === id);
    if (provider) return provider;
    throw new AssayError({
      kind: 'not-found',
      message: `There is no provider “${id}” in this workspace.`,
      safe: 'Nothing was changed.',
      remedy: `Name one of ${this.all()
        .map((known) => known.id)
        .join(', ')}, or add a server of your own.`,
    });
  }

  /** Adds a server of one's own, or changes it. @throws AssayError invalid-input */
  async save(provider: Provider): Promise<void> {
    if (builtInProviders.some(({ id }) => id === provider.id))
      throw invalid(`The name “${provider.id}” belongs to a provider that Assay knows.`, 'Choose another short name.');
    const problem = addressProblem(provider.baseUrl);
    if (problem !== null)
      throw invalid(problem, 'Enter the address up to and with the version, as https://example.com/v1.');
    const before = this.#own();
    const others = before.filter(({ id }) => id !== provider.id);
    this.#write([...others, ownProviderSchema.parse(provider)]);
    await this.#forgetUnused(before);
  }

  async remove(id: string): Promise<void> {
    const before = this.#own();
    this.#write(before.filter((known) => known.id !== id));
    await this.#forgetUnused(before);
  }

  /** @throws AssayError invalid-input, which does not repeat it, for what cannot be a key */
  async setKey(id: string, key: string): Promise<void> {
    const trimmed = key.trim();
    // A header holds nothing else, and whatever fails over it would repeat the key.
    if (!/^[\x21-\x7e]+$/.test(trimmed))
      throw new AssayError({
        kind: 'invalid-input',
        message: 'This cannot be a key: it holds a space, a line break or a character that no key has.',
        safe: 'Nothing was kept, and nothing was sent.',
        remedy: 'Copy the key again from the provider’s page, alone and whole.',
      });
    await this.#secrets.set(this.#secretName(this.get(id)), trimmed);
  }

  async forgetKey(id: string): Promise<void> {
    await this.#secrets.delete(this.#secretName(this.get(id)));
  }

  /**
   * @param begun what is safe of the work that has begun and needs the key, as a sentence; null where nothing has
   * @throws AssayError wrong-key where none is kept
   */
  async keyOf(provider: Pick<Provider, 'baseUrl' | 'name'>, begun: string | null = null): Promise<string> {
    const key = await this.#keyAt(provider);
    if (key !== null) return key;
    throw new AssayError({
      kind: 'wrong-key',
      message: `There is no key for ${provider.name} here.`,
      safe: begun ?? 'Nothing was sent, and nothing was charged.',
      remedy: `Enter the key of the provider${begun === null ? ', and try again' : '; what has begun goes on then'}.`,
    });
  }

  /** One that cannot be opened is as good as none: a person enters it anew. */
  #keyAt(provider: Pick<Provider, 'baseUrl'>): Promise<string | null> {
    return this.#secrets.get(this.#secretName(provider)).catch(() => null);
  }

  #secretName({ baseUrl }: Pick<Provider, 'baseUrl'>): string {
    return `provider-key ${this.#meta.get('workspace_id')} ${baseUrl}`;
  }

  #own(): z.infer<typeof storedSchema> {
    return storedSchema.parse(JSON.parse(this.#meta.get('providers') ?? '[]'));
  }

  #write(own: z.infer<typeof storedSchema>): void {
    this.#meta.set('providers', JSON.stringify(own.toSorted((a, b) => (a.name < b.name ? -1 : 1))));
  }

  /** A key is that of an address: where no provider has that any more, nobody could use the key or forget it. */
  async #forgetUnused(before: readonly Provider[]): Promise<void> {
    const used = new Set(this.all().map(({ baseUrl }) => baseUrl));
    for (const provider of before)
      if (!used.has(provider.baseUrl)) await this.#secrets.delete(this.#secretName(provider));
  }
}

function invalid(message: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid-input', message, safe: 'Nothing was changed.', remedy });
}
