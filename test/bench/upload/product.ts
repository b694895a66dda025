import { writeFileSync } from 'node:fs';
import { openProvider } from '../../../electron/service/finetune/providers/openai-shaped.ts';
import { defaultCapabilities } from '../../../shared/rules/providers.ts';

/** Sends a file as a run does: `product.ts URL FILE OUT BYTES SHA256 MD5` writes the seconds that it took to OUT. */
const [url = '', path = '', out = '', bytes = '', sha256 = '', md5 = ''] = process.argv.slice(2);
const capabilities = { ...defaultCapabilities, parts: true };
const provider = openProvider(
  { id: 'own', kind: 'compatible', name: 'bench', baseUrl: url, capabilities, newJobsUntil: null },
  'sk-bench',
);
const none = async () => {};
const notes = { begun: null, onBegun: none, onPart: none, onGone: () => {}, onProgress: () => {} };
const file = { path, name: `product-${process.pid}.jsonl`, bytes: Number(bytes), sha256, md5 };
const { signal } = new AbortController();
// A first call loads the client: that is no part of sending.
await provider.models(signal);
const started = performance.now();
await provider.send(file, notes, signal);
writeFileSync(out, String((performance.now() - started) / 1_000));
