import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** True where this process may install packages without asking anybody: root on Debian or Ubuntu. */
const mayInstall = (): boolean =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** Installs by apt with its own progress on stderr. False where that is not possible or did not work. */
export function installPackages(names: string[]): boolean {
  if (!mayInstall()) return false;
  process.stderr.write(`Installing ${names.join(' and ')} (once)…\n`);
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', process.stderr, process.stderr],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', ...names);
}
