import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBuilt } from './built.ts';
import { writeDatasets } from './datasets.ts';

/**
 * `npm run consumers`: every format read by who reads it for real, in the versions of requirements.txt, and compared with
 * what was written; and the card of a dataset. Its recipes need the trainers themselves: kit.py says how to try them. It
 * needs Python 3.11 or newer with venv, and a package index; the first run takes some 600 MB.
 */
const here = import.meta.dirname;
const folder = join(here, '../../test-results/consumers');
const venv = join(folder, 'venv');
const python = process.platform === 'win32' ? join(venv, 'Scripts/python.exe') : join(venv, 'bin/python');
const requirements = ['requirements.txt', 'requirements-alone.txt'].map((name) => join(here, name));

/** Runs a program to its end and shows what it says. */
function succeeds(program: string, ...args: string[]): boolean {
  // Nothing is fetched but packages: what needs a hub at run time fails instead.
  const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'cache') };
  return spawnSync(program, args, { stdio: 'inherit', env }).status === 0;
}

/** A venv with exactly the packages of both lists; made anew when a list has changed. */
function install(): boolean {
  const wanted = requirements.map((path) => readFileSync(path, 'utf8')).join('');
  const marker = join(venv, 'installed.txt');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return true;
  rmSync(venv, { recursive: true, force: true });
  const [all = '', alone = ''] = requirements;
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r'];
  const done =
    succeeds(process.platform === 'win32' ? 'python' : 'python3', '-m', 'venv', venv) &&
    succeeds(python, ...pip, all) &&
    succeeds(python, ...pip, alone);
  if (done) writeFileSync(marker, wanted);
  return done;
}

mkdirSync(folder, { recursive: true });
if (install()) {
  const data = join(folder, 'data');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data);
  writeDatasets(data);
  if (!succeeds(python, join(here, 'check.py'), data)) process.exitCode = 1;
  for (const built of writeBuilt(data)) if (!succeeds(python, join(here, 'kit.py'), built)) process.exitCode = 1;
} else {
  console.error('The check of consumers was not run: it needs Python 3.11 with venv and a package index.');
  process.exitCode = 2;
}
