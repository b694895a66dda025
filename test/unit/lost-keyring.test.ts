import { expect, it, onTestFinished } from 'vitest';
import { EvaluationSecrets } from '../../electron/service/evaluation/secret.ts';
import { Providers } from '../../electron/service/finetune/providers.ts';
import { MemorySecrets } from '../../electron/service/sync/secrets.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

/** A keyring that was made anew: what the one before it has sealed cannot be opened, and what is sealed now can. */
class NewKeyring extends MemorySecrets {
  override async get(name: string): Promise<string | null> {
    const value = await super.get(name);
    if (value === null) throw new Error('Ciphertext does not appear to be encrypted.');
    return value;
  }
}

it('has its keys entered anew', async () => {
  const workspace = workspaceWith([]);
  onTestFinished(() => workspace.close());
  const providers = new Providers(workspace.meta, new NewKeyring());
  expect((await providers.list()).map(({ key }) => key)).not.toContain('memory');
  const openai = providers.get('openai');
  await expect(providers.keyOf(openai)).rejects.toMatchObject({ kind: 'wrong-key' });
  await providers.setKey('openai', 'sk-a-new-one');
  expect(await providers.keyOf(openai)).toBe('sk-a-new-one');
});

it('says of an evaluation that its secret is not here, and makes no second one', async () => {
  const secrets = new EvaluationSecrets(temporaryFolder(), new NewKeyring());
  const id = crypto.randomUUID();
  await expect(secrets.get(id)).rejects.toMatchObject({ kind: 'not-found' });
  await expect(secrets.make(id)).rejects.toThrow('Ciphertext');
});
