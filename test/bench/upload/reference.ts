import { createReadStream, writeFileSync } from 'node:fs';
import { request } from 'node:http';

/** One streamed POST of the same bytes, and nothing else: `reference.ts URL FILE OUT BYTES`. */
const [url = '', path = '', out = '', bytes = ''] = process.argv.slice(2);
const boundary = 'a-boundary-that-no-line-holds';
const head = [
  `--${boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nfine-tune\r\n`,
  `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="reference-${process.pid}.jsonl"\r\n`,
  'Content-Type: application/octet-stream\r\n\r\n',
].join('');
const tail = `\r\n--${boundary}--\r\n`;
// A first call, as the product has made one.
await new Promise<void>((resolve, reject) => {
  const asked = request(`${url}/models`, { headers: { authorization: 'Bearer sk-bench' } }, (response) =>
    response.resume().on('end', resolve),
  );
  asked.on('error', reject).end();
});
const started = performance.now();
await new Promise<void>((resolve, reject) => {
  const sent = request(
    `${url}/files`,
    {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk-bench',
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': head.length + Number(bytes) + tail.length,
      },
    },
    (response) => {
      response.resume();
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`))));
    },
  );
  sent.on('error', reject);
  sent.write(head);
  createReadStream(path, { highWaterMark: 2 ** 16 })
    .on('end', () => sent.end(tail))
    .pipe(sent, { end: false });
});
writeFileSync(out, String((performance.now() - started) / 1_000));
