import { existsSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5000;
const LOOK_MS = 50;

/** What a browser would do with forms and languages, and an app's window does not. */
const PREFERENCES = {
  autofill: { profile_enabled: false, credit_card_enabled: false },
  browser: { enable_spellchecking: false },
  credentials_enable_service: false,
  translate: { enabled: false },
};

/** Chromium keeps the rest of its preferences in the same file, so it is written once, before Chromium's first start. */
export function prepareProfile(profile: string): void {
  const folder = join(profile, 'Default');
  const file = join(folder, 'Preferences');
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(PREFERENCES));
}

/**
 * Waits until an earlier Chromium has let go of the profile. After a killed app its Chromium needs a moment to leave, and
 * a second one on the same profile would hand its work to the first and exit. Windows has no such link; there the
 * hand-over shows as an early exit, and the start is repeated.
 */
export async function waitForProfile(profile: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && holderIsAlive(profile)) await sleep(LOOK_MS);
}

function holderIsAlive(profile: string): boolean {
  try {
    const holder = readlinkSync(join(profile, 'SingletonLock'));
    process.kill(Number(holder.slice(holder.lastIndexOf('-') + 1)), 0);
    return true;
  } catch {
    // No lock, or nobody behind it.
    return false;
  }
}
