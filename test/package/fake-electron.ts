import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/**
 * A folder with the shape of an unpacked Electron and none of its code. The real one comes from outside the package
 * registry, and packaging asks little of it: the fuse wire, what a platform keeps the archive's hash in, the names.
 */
export type Platform = 'linux' | 'darwin' | 'win32';

/** As Electron 45 ships them (build/fuses/fuses.json5): the sentinel, the schema's version, the number of fuses, the fuses. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
]);

export function fakeElectron(folder: string, platform: Platform, version: string): void {
  const write = (path: string, content: string | Uint8Array, mode = 0o644) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode });
  };
  write('version', version);
  write('LICENSE', 'The license of Electron');
  write('LICENSES.chromium.html', 'The licenses of Chromium');
  if (platform === 'linux') write('electron', Buffer.concat([Buffer.from('\x7fELF'), fuseWire]), 0o755);
  if (platform === 'win32') write('electron.exe', windowsExecutable(version));
  if (platform === 'darwin') macApplication(write);
}

/** An executable that holds the resources which packaging edits: a version in one language. */
function windowsExecutable(version: string): Uint8Array {
  const executable = NtExecutable.createEmpty();
  const resources = NtExecutableResource.from(executable);
  const language = { lang: 0x409, codepage: 1200 };
  const about = Resource.VersionInfo.createEmpty();
  about.setFileVersion(version, language.lang);
  about.setStringValues(language, { ProductName: 'Electron', OriginalFilename: 'electron.exe' });
  about.outputToResourceEntries(resources.entries);
  resources.entries.push({ type: 'FUSES', id: 1, ...language, bin: new Uint8Array(fuseWire).buffer });
  resources.outputResource(executable);
  return new Uint8Array(executable.generate());
}

function macApplication(write: (path: string, content: string | Uint8Array, mode?: number) => void): void {
  const bundle = (path: string, name: string) => {
    write(`${path}/MacOS/${name}`, '', 0o755);
    write(
      `${path}/Info.plist`,
      `<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>
        <key>CFBundleExecutable</key><string>${name}</string>
        <key>CFBundleIconFile</key><string>electron.icns</string>
      </dict></plist>`,
    );
  };
  bundle('Electron.app/Contents', 'Electron');
  for (const kind of ['', ' (Renderer)', ' (Plugin)', ' (GPU)'])
    bundle(`Electron.app/Contents/Frameworks/Electron Helper${kind}.app/Contents`, `Electron Helper${kind}`);
  write('Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework', fuseWire);
}
