import { invalid } from './api-error.ts';

/** The head of one part of a form. */
export type PartHead = { name: string; filename: string | null };

/**
 * Reads multipart/form-data (RFC 7578) as it arrives: `take` is given each part's head and its bytes, and has to read them
 * to their end before it resolves. Never more than a chunk and a delimiter is in memory.
 * What is no form gives 400.
 */
export async function readMultipart(
  body: AsyncIterable<Buffer>,
  boundary: string,
  take: (head: PartHead, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const reader = new DelimitedReader(body);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  await drain(reader.until(delimiter));
  while ((await reader.text('\r\n')) !== '--') {
    await take(headOf(await reader.text('\r\n\r\n')), reader.until(delimiter));
  }
}

/** The boundary that a content type names; null where it is no form. */
export function boundaryOf(contentType: string | undefined): string | null {
  const match = /^multipart\/form-data;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2] ?? null;
}

function headOf(text: string): PartHead {
  const disposition = /^content-disposition:(.*)$/im.exec(text)?.[1] ?? '';
  const name = /\bname="([^"]*)"/.exec(disposition)?.[1];
  if (name === undefined) throw invalid('A part of the form has no name.');
  const filename = /\bfilename="([^"]*)"/.exec(disposition)?.[1];
  // Browsers and undici write a quote or a line end in a name in this way and leave everything else as it is.
  return { name, filename: filename?.replace(/%(22|0D|0A)/gi, (code) => decodeURIComponent(code)) ?? null };
}

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}

/** Bytes in pieces between delimiters. */
class DelimitedReader {
  readonly #chunks: AsyncIterator<Buffer>;
  /** Begins with a line end: the first delimiter of a form has none before it. */
  #buffer: Buffer = Buffer.from('\r\n');

  constructor(body: AsyncIterable<Buffer>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** The bytes before the next delimiter, which is taken too. */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#buffer.indexOf(delimiter);
      if (at >= 0) {
        const found = this.#buffer.subarray(0, at);
        this.#buffer = this.#buffer.subarray(at + delimiter.length);
        if (found.length > 0) yield found;
        return;
      }
      // The end of what is here may be the beginning of a delimiter.
      const certain = Math.max(0, this.#buffer.length - delimiter.length + 1);
      const before = this.#buffer.subarray(0, certain);
      this.#buffer = this.#buffer.subarray(certain);
      if (before.length > 0) yield before;
      const next = await this.#chunks.next();
      if (next.done) throw invalid('The form ends in the middle of a part.');
      this.#buffer = Buffer.concat([this.#buffer, next.value]);
    }
  }

  async text(delimiter: string): Promise<string> {
    const pieces: Buffer[] = [];
    for await (const piece of this.until(Buffer.from(delimiter))) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  }
}
