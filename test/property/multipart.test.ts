import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMultipart } from '../openai/multipart.ts';

const boundary = '--form-7';
/** What looks like the end of a part without being it. */
const tricky = fc.constantFrom('\r\n', '\r\n--', '\r', '\n', '--', `\r\n--${boundary.slice(0, -1)}`, boundary, 'a');
const content = fc.array(tricky, { maxLength: 12 }).map((pieces) => pieces.join(''));
const parts = fc.array(fc.record({ name: fc.constantFrom('file', 'purpose'), content }), { maxLength: 4 });

it('a form is read as it was written, wherever its chunks are cut', async () => {
  await fc.assert(
    fc.asyncProperty(parts, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (written, cuts) => {
      fc.pre(written.every((part) => !`\r\n${part.content}`.includes(`\r\n--${boundary}`)));
      const text = [
        ...written.map(
          (part) => `--${boundary}\r\ncontent-disposition: form-data; name="${part.name}"\r\n\r\n${part.content}\r\n`,
        ),
        `--${boundary}--\r\n`,
      ].join('');
      const read: { name: string; content: string }[] = [];
      await readMultipart(chunksOf(Buffer.from(text), cuts), boundary, async ({ name }, bytes) => {
        const pieces: Buffer[] = [];
        for await (const piece of bytes) pieces.push(piece);
        read.push({ name, content: Buffer.concat(pieces).toString() });
      });
      expect(read).toEqual(written);
    }),
    { numRuns: 500 },
  );
});

async function* chunksOf(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = cuts[i % cuts.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
