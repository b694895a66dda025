import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { ImportParams } from '../../../../shared/domain/job.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { ArraySplitter } from './array.ts';
import { CsvSplitter } from './csv.ts';
import { type CsvHeader, csvRow, readHeader } from './csv-rows.ts';
import { bomLength, headBytes, isGzip, refuseForeign, type Shape, shapeOf, unpackHead } from './detect.ts';
import { LineSplitter } from './lines.ts';
import type { ReadRow } from './problem.ts';
import type { Position, Splitter } from './records.ts';
import { jsonRow } from './rows.ts';

const chunkBytes = 2 ** 20;

/** A file to import: what it is, and how its records are cut and read. */
export type Source = {
  path: string;
  size: number;
  /** Milliseconds: with the size, how a changed file is told from the same one. */
  modifiedMs: number;
  gzip: boolean;
  /** The first record, behind a byte order mark and a header. */
  start: Position;
  splitter(from: Position): Splitter;
  /** Reads the text of one record. */
  read(text: string): ReadRow;
};

/** @throws AssayError not-found, io, or invalid-input when the file is nothing that can be imported */
export function openSource({ path, format }: ImportParams): Source {
  const { size, modifiedMs, head } = look(path);
  const gzip = isGzip(head);
  const text = gzip ? unpack(path, head) : head;
  refuseForeign(path, text);
  const bom = bomLength(text);
  const facts = { name: nameOf(path), modifiedAt: new Date(modifiedMs).toISOString() };
  const file = { path, size, modifiedMs, gzip };
  const shape = shapeOf(path, format, text.subarray(bom));
  if (shape === 'csv') return { ...file, ...csvSource(text, bom) };
  return { ...file, ...jsonSource(shape, { offset: bom, line: 1 }, facts) };
}

function jsonSource(shape: Exclude<Shape, 'csv'>, start: Position, facts: Parameters<typeof jsonRow>[1]) {
  return {
    start,
    splitter: (from: Position) =>
      shape === 'lines' ? new LineSplitter(from) : new ArraySplitter(from, from.offset > start.offset),
    read: (record: string) => jsonRow(record, facts),
  };
}

function csvSource(head: Buffer, bom: number) {
  const { text, start } = firstRecord(head, bom);
  const header: CsvHeader = readHeader(text);
  return {
    start,
    splitter: (from: Position) => new CsvSplitter(from, header.delimiter),
    read: (record: string) => csvRow(record, header),
  };
}

/** The header with its line breaks: the delimiter is not known yet, but no name of a column begins behind another's quote. */
function firstRecord(head: Buffer, bom: number): { text: string; start: Position } {
  const splitter = new CsvSplitter({ offset: bom, line: 1 }, ',');
  for (const records of [splitter.split(head.subarray(bom)), splitter.finish()])
    for (const { bytes } of records) return { text: bytes?.toString('utf8') ?? '', start: splitter.position };
  return { text: '', start: splitter.position };
}

function look(path: string): { size: number; modifiedMs: number; head: Buffer } {
  try {
    // Before it is opened: opening a pipe waits for whoever writes into it.
    const stat = statSync(path);
    if (!stat.isFile()) throw cannotRead(path, 'it is not a file', 'invalid-input');
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(headBytes);
      const length = readSync(file, head, 0, headBytes, 0);
      return { size: stat.size, modifiedMs: Math.floor(stat.mtimeMs), head: head.subarray(0, length) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

function unpack(path: string, head: Buffer): Buffer {
  try {
    return unpackHead(head);
  } catch (error) {
    throw fileError(path, error);
  }
}

/** The file's name without its folder and endings. */
function nameOf(path: string): string {
  return basename(path).replace(/(\.(ndjson|jsonl|json|csv|tsv|txt))?(\.gz)?$/i, '') || basename(path);
}

/**
 * The unpacked bytes of a source from an offset on. A chunk is valid until the next one is asked for.
 *
 * A packed file cannot be entered in its middle: what lies before the offset is unpacked and passed over.
 *
 * @param onRead told how many bytes of the file itself have been read
 */
export async function* readChunks(source: Source, offset: number, onRead: (bytes: number) => void) {
  try {
    if (source.gzip) yield* unpackedChunks(source.path, offset, onRead);
    else yield* plainChunks(source.path, offset, onRead);
  } catch (error) {
    throw fileError(source.path, error);
  }
}

async function* plainChunks(path: string, offset: number, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = await open(path);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let at = offset;
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      onRead(at);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* unpackedChunks(path: string, offset: number, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  file.on('error', (error) => gunzip.destroy(error));
  file.pipe(gunzip);
  let skip = offset;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      onRead(file.bytesRead);
      if (chunk.length > skip) yield skip > 0 ? chunk.subarray(skip) : chunk;
      skip = Math.max(0, skip - chunk.length);
    }
  } finally {
    file.destroy();
  }
}

function fileError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof AssayError) return error;
  const { code } = error;
  if (code === 'ENOENT') return cannotRead(path, 'there is no such file', 'not-found', error);
  if (typeof code === 'string' && code.startsWith('Z_'))
    return cannotRead(path, `its gzip data is damaged or cut off: ${error.message}`, 'invalid-input', error);
  return cannotRead(path, error.message, 'io', error);
}

function cannotRead(
  path: string,
  why: string,
  kind: 'not-found' | 'io' | 'invalid-input',
  cause?: unknown,
): AssayError {
  return new AssayError(
    {
      kind,
      message: `${path} cannot be read: ${why}.`,
      safe: 'Samples that were imported before are safe.',
      remedy: 'Check the file, and import it again: what is in already is not doubled.',
    },
    { cause },
  );
}
