import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join, sep } from 'node:path';
import { extractFile, getRawHeader } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from './fake-electron.ts';
import { filesInside, filesOutside, type Packed, pack, root, withoutChunkNames } from './pack.ts';

/** What the packed app may do, fuse by fuse. Electron validates the archive on macOS and Windows only. */
const fuses = (platform: Platform) => ({
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: platform !== 'linux',
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
});

const targets: { platform: Platform; arch: 'x64' | 'arm64' }[] = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'win32', arch: 'x64' },
];

describe.each(targets)('the package for $platform $arch', ({ platform, arch }) => {
  const native = `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`;
  let folder: string;
  let packed: Packed;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-package-'));
    packed = pack(platform, arch, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the files of the committed list and the native file of its platform, nothing else', async () => {
    const files = filesInside(packed.archive);
    expect(files).toContain(native);
    const others = withoutChunkNames(files.filter((file) => file !== native));
    await expect(`${others.join('\n')}\n`).toMatchFileSnapshot('./tree.txt');
  });

  it('carries no chunk that nothing loads, such as one of an older build', () => {
    const bundled = filesInside(packed.archive).filter((file) => /^out\/.*(?<!\.md)$/.test(file));
    // The threads are started by a name that is put together (electron/service/threads.ts).
    const entries = bundled.filter((file) => /^out\/(main\.js|.+\.worker\.js|renderer\/index\.html)$/.test(file));
    const left = new Set(bundled).difference(new Set(entries));
    const follow = (file: string) => {
      const content = extractFile(packed.archive, file).toString();
      for (const other of left) if (content.includes(basename(other)) && left.delete(other)) follow(other);
    };
    entries.forEach(follow);
    expect([...left]).toEqual([]);
  });

  it('leaves exactly one file outside the archive', () => {
    expect(filesOutside(packed.archive)).toEqual([native]);
    expect(readFileSync(join(`${packed.archive}.unpacked`, native))).toEqual(readFileSync(join(root, native)));
  });

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(packed.executable);
    // All of them: a fuse that a newer Electron adds is to be decided on, not inherited.
    const states = Object.entries(wire).filter(([key]) => key !== 'version');
    expect(Object.fromEntries(states.map(([key, state]) => [FuseV1Options[Number(key)], state]))).toEqual(
      Object.fromEntries(
        Object.entries(fuses(platform)).map(([name, on]) => [name, on ? FuseState.ENABLE : FuseState.DISABLE]),
      ),
    );
  });

  it('says what it is and nothing of how it was made', () => {
    const about: unknown = JSON.parse(extractFile(packed.archive, 'package.json').toString());
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(about).toMatchObject({ name: 'assay', productName: 'Assay', version, type: 'module', main: 'out/main.js' });
    expect(about).not.toHaveProperty('scripts');
    expect(about).not.toHaveProperty('devDependencies');
  });

  it('names no folder of the machine that made it', () => {
    const folders = [root, homedir(), folder].map((path) => path + sep);
    for (const entry of readdirSync(packed.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = readFileSync(join(entry.parentPath, entry.name));
      expect(
        folders.filter((path) => content.includes(path)),
        entry.name,
      ).toEqual([]);
    }
  });

  if (platform === 'linux') return;
  it("carries the archive's hash where Electron looks for it", () => {
    const hash = createHash('sha256').update(getRawHeader(packed.archive).headerString).digest('hex');
    const expected = {
      darwin: `<key>Resources/app.asar</key><dict><key>algorithm</key><string>SHA256</string><key>hash</key><string>${hash}</string>`,
      win32: JSON.stringify([{ file: 'resources\\app.asar', alg: 'SHA256', value: hash }]),
    }[platform];
    const place = platform === 'darwin' ? join(packed.executable, 'Contents/Info.plist') : packed.executable;
    expect(readFileSync(place, 'latin1').replace(/\s+</g, '<')).toContain(expected);
  });
});
