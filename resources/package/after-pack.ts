import type { AfterPackContext } from 'electron-builder';

/**
 * Electron checks the archive against its embedded hash on macOS and Windows only (docs/tutorial/asar-integrity.md):
 * elsewhere the fuse would promise what nothing keeps. electron-builder has one list of fuses for all platforms and
 * flips it after this hook.
 */
export default function afterPack({ electronPlatformName, packager }: AfterPackContext): void {
  const fuses = packager.config.electronFuses;
  if (!fuses) throw new Error('electron-builder.yml lists no fuses');
  fuses.enableEmbeddedAsarIntegrityValidation = electronPlatformName !== 'linux';
}
