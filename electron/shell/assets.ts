import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';

/** The one origin of the window. */
export const appOrigin = 'app://assay';

/**
 * What the page may do: load its own files and nothing else. No inline script, no eval, no frames, no network.
 * Trusted types make a string that reaches innerHTML an error, whoever wrote it.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The file behind a URL of the app's origin, or null: another origin, an escape from `root`, or a malformed path. */
export function assetPath(root: string, url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed || `${parsed.protocol}//${parsed.host}` !== appOrigin) return null;
  let path: string;
  try {
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null; // Malformed percent-encoding names no file.
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = join(root, path);
  const inside = relative(root, file);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : file;
}

/** Answers a request of the window with one of the app's own files. */
export async function serveAsset(root: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? assetPath(root, request.url) : null;
  const type = file === null ? undefined : types[extname(file)];
  if (file === null || type === undefined) return new Response(null, { status: 404 });
  try {
    const body = await readFile(file);
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch {
    return new Response(null, { status: 404 }); // Not there or not readable: for the page that is the same.
  }
}
