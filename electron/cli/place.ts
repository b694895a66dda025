import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({ name: z.string(), version: z.string() });

function readManifest(folder: string): z.infer<typeof manifestSchema> | null {
  let text: string;
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8');
  } catch {
    return null; // Most folders on the way up hold no package.json.
  }
  return manifestSchema.safeParse(JSON.parse(text)).data ?? null;
}

/** The package that this code belongs to: above electron/ in the sources, above out/ in the bundle. */
function packageRoot(): { folder: string; version: string } {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest?.name === 'assay') return { folder, version: manifest.version };
    if (folder === dirname(folder)) throw new Error(`no package of Assay above ${import.meta.dirname}`);
  }
}

export const version = (): string => packageRoot().version;
export const resourcesFolder = (): string => join(packageRoot().folder, 'resources');

/** A path as its user meant it: “npm run assay” starts in the package, and says where it was called. */
export function userPath(path: string): string {
  const { INIT_CWD: calledIn, npm_lifecycle_event: script } = process.env;
  return resolve(script === 'assay' && calledIn ? calledIn : process.cwd(), path);
}
