import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** True where this process may install packages without asking anybody: root on Debian or Ubuntu. */
const mayInstall = (): boolean =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** Tries to install packages by apt, with its own progress on stderr. What it could not do, its caller will find missing. */
export function installPackages(names: string[]): void {
  if (names.length === 0 || !mayInstall()) return;
  process.stderr.write(`Installing ${names.join(' and ')} (once)…\n`);
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', process.stderr, process.stderr],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-q');
  // One by one: Ubuntu has no package of Chromium, and the rest is needed all the same.
  for (const name of names) apt('install', '-y', '-q', '--no-install-recommends', name);
}
