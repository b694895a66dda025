import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { listPackage, statFile } from '@electron/asar';
import { z } from 'zod';
import { fakeElectron, type Platform } from './fake-electron.ts';

export const root = resolve(import.meta.dirname, '../..');

const installed = z.object({ version: z.string() });

export type Packed = {
  /** What an installer would put in place. */
  folder: string;
  /** What the fuses are read from. */
  executable: string;
  archive: string;
};

const flags = { linux: '--linux', darwin: '--mac', win32: '--win' };

/** Packs the built app around a fake Electron, as `npm run package` does around the real one, without any network. */
export function pack(platform: Platform, arch: 'x64' | 'arm64', folder: string): Packed {
  const { version } = installed.parse(
    JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')),
  );
  const electron = join(folder, 'electron');
  fakeElectron(electron, platform, version);
  const output = join(folder, 'output');
  const builder = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      ...[flags[platform], `--${arch}`, '--dir', '--publish', 'never'],
      `--config.electronDist=${electron}`,
      `--config.directories.output=${output}`,
      // Needs codesign, and there is no code to sign.
      '--config.electronFuses.resetAdHocDarwinSignature=false',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_UPDATE_NOTIFIER: '1', CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    },
  );
  if (builder.status !== 0) throw new Error(`electron-builder failed:\n${builder.stdout}${builder.stderr}`);
  const [made = ''] = readdirSync(output).filter((name) => !name.endsWith('.yml'));
  const place = join(output, made);
  const resources = platform === 'darwin' ? 'Assay.app/Contents/Resources' : 'resources';
  const executable = { linux: 'assay', darwin: 'Assay.app', win32: 'Assay.exe' }[platform];
  return { folder: place, executable: join(place, executable), archive: join(place, resources, 'app.asar') };
}

/** The files in the archive, sorted. */
export function filesInside(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .filter((path) => !('files' in statFile(archive, path.slice(1))))
    .map((path) => path.slice(1).replaceAll('\\', '/'))
    .sort();
}

/** The files that stand outside the archive, beside it. */
export function filesOutside(archive: string): string[] {
  return readdirSync(`${archive}.unpacked`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(`${archive}.unpacked`, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** The list without what the bundler chooses: its hashes, and how it cuts and names scripts and styles. */
export function withoutChunkNames(files: string[]): string[] {
  const named = files.map((file) =>
    file
      .replace(/^(out\/(?:chunks|renderer\/assets)\/)[^/]+(\.js|\.css)$/, '$1*$2')
      .replace(/^(out\/.*)-[\w-]{8}(\.\w+)$/, '$1-*$2'),
  );
  return [...new Set(named)].sort();
}
