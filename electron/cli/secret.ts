import { UsageError } from './exit.ts';

/**
 * What must not stand on a command line, where every process of the machine can read it: from the environment, or the
 * first line of stdin.
 *
 * @throws UsageError where there is none
 */
export async function readSecret(what: string, variable: string, command: string): Promise<string> {
  const given = process.env[variable];
  if (given) return given;
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  const [secret = ''] = text.split(/\r?\n/);
  if (secret === '') throw new UsageError(`No ${what}: set ${variable}, or give it on stdin.`, command);
  return secret;
}
