import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { interleave, rounds } from '../compare.ts';
import { startServer } from '../fake-openai.ts';
import { note } from '../note.ts';
import { runScript } from '../process.ts';
import { removeFolder, scratchFolder } from '../scratch.ts';

const root = join(import.meta.dirname, '../../..');
const megabytes = 200;

/**
 * A training file of 200 MB sent as a run sends it (in parts, hashed, each part noted), against one raw streamed POST of the
 * same bytes to the same server; each in a process of its own, and the server in another.
 */
export const bench: Bench = {
  async run() {
    const folder = scratchFolder('upload');
    const path = join(folder, 'train.jsonl');
    const { bytes, sha256, md5 } = writeLines(path);
    const { url, close } = await startServer();
    const send = async (script: string) => {
      const out = join(folder, 'seconds');
      const given = [url, path, out, String(bytes), sha256, md5];
      const { peakMegabytes } = await runScript(join(root, 'test/bench/upload', script), given);
      return { seconds: Number(readFileSync(out, 'utf8')), peakMegabytes };
    };
    try {
      const measured = await interleave(rounds, {
        reference: () => send('reference.ts'),
        product: () => send('product.ts'),
      });
      const rate = (seconds: number) => megabytes / seconds;
      for (const { product } of measured)
        note(`sent in ${product.seconds.toFixed(2)} s, ${product.peakMegabytes.toFixed(0)} MB`);
      return [
        {
          name: 'tune upload of 200 MB',
          unit: 'MB/s',
          product: measured.map(({ product }) => rate(product.seconds)),
          reference: measured.map(({ reference }) => rate(reference.seconds)),
        },
        {
          name: 'tune upload memory',
          unit: 'MB',
          product: measured.map(({ product }) => product.peakMegabytes),
          reference: null,
        },
      ];
    } finally {
      await close();
      removeFolder(folder);
    }
  },
};

/** Lines of about 2 kB, none like another. */
function writeLines(path: string): { bytes: number; sha256: string; md5: string } {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const file = openSync(path, 'w');
  let bytes = 0;
  for (let index = 0; bytes < megabytes * 1_000_000; index++) {
    const content = `${index} ${'an answer in some words '.repeat(80)}`;
    const line = `${JSON.stringify({
      messages: [
        { role: 'user', content: `Question ${index}?` },
        { role: 'assistant', content },
      ],
    })}\n`;
    sha256.update(line);
    md5.update(line);
    bytes += writeSync(file, line);
  }
  closeSync(file);
  return { bytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}
