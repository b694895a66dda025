import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';

type Name = Parameters<App['getPath']>[0];

/** Per-user application data, by the custom of the platform. */
function appData(): string {
  const home = homedir();
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
}

const FOLDERS: Partial<Record<Name, string>> = {
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: 'Videos',
};

export function defaultPath(name: Name, appName: string, userData: () => string): string {
  switch (name) {
    case 'home':
      return homedir();
    case 'temp':
      return tmpdir();
    case 'exe':
      return process.execPath;
    case 'appData':
      return appData();
    case 'userData':
      return join(appData(), appName);
    case 'sessionData':
      return userData();
    case 'logs':
      return process.platform === 'darwin' ? join(homedir(), 'Library', 'Logs', appName) : join(userData(), 'logs');
    default: {
      const folder = FOLDERS[name];
      if (!folder) throw new Error(`the Chromium host does not implement app.getPath('${name}')`);
      return join(homedir(), folder);
    }
  }
}
