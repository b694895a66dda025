import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assetPath, contentSecurityPolicy, serveAsset } from '../../electron/shell/assets.ts';
import { isOwn } from '../../electron/shell/guards.ts';

const root = resolve('renderer');

describe('exploits against app://', () => {
  it.each([
    'app://assay/..%2fpackage.json',
    'app://assay/%2e%2e%2f%2e%2e%2fetc/passwd',
    'app://assay/..%5c..%5cpackage.json',
    'app://assay/styles/..%2f..%2fpackage.json',
    'app://assay/index.html%00.png',
    'app://assay/%',
    'app://assay/',
    'app://evil/index.html',
    'app://assay.evil/index.html',
    'app://assay:99/index.html',
    'file:///etc/passwd',
    'https://assay/index.html',
    'nonsense',
  ])('%s names no file', (url) => expect(assetPath(root, url)).toBeNull());

  // The URL parser folds these back under the root before we see them: they may name a file, but only inside.
  it.each(['app://assay/../package.json', 'app://assay/%2e%2e/package.json', 'app://assay//etc/passwd'])(
    '%s stays inside',
    (url) => expect(relative(root, assetPath(root, url) ?? root)).not.toMatch(/^\.\./),
  );

  it('finds its own files', () => {
    expect(assetPath(root, 'app://assay/index.html')).toBe(join(root, 'index.html'));
    expect(assetPath(root, 'app://assay/styles/tokens.css?v=1#x')).toBe(join(root, 'styles', 'tokens.css'));
  });

  it('answers with the policy as a header, and with 404 for what it does not serve', async () => {
    const page = await serveAsset(root, new Request('app://assay/index.html'));
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    for (const url of ['app://assay/client.ts', 'app://assay/none.html', 'app://assay/'])
      expect((await serveAsset(root, new Request(url))).status).toBe(404);
    expect((await serveAsset(root, new Request('app://assay/index.html', { method: 'POST' }))).status).toBe(404);
  });

  it('allows no inline script, no eval and no network', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe-|https?:|\*/);
  });
});

describe('exploits against the navigation guard', () => {
  it.each([
    'https://evil.example/#app://assay/',
    'https://evil.example/?app://assay',
    'app://assay.evil.example/',
    'app://assay@evil.example/',
    'app:assay',
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'blob:app://assay/1',
    'file:///index.html',
    'about:blank',
  ])('%s is not ours', (url) => expect(isOwn(url)).toBe(false));

  it('knows its own page', () => expect(isOwn('app://assay/index.html')).toBe(true));
});
