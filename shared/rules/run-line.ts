import type { RunSide } from '../domain/run.ts';
import type { RunState } from './run.ts';

const lineWord = /\bline (\d{1,9})\b/i;
const validationWord = /\bvalidation/i;

/**
 * The line of a run's files that a provider's refusal names, counted from 1, as OpenAI's do: “Invalid file format. Line 7,
 * …”. Before the training file has arrived it is about that one; later about the one that the words name.
 */
export function lineNamed(message: string, { phase, files }: Pick<RunState, 'phase' | 'files'>): Named | null {
  const [, line] = lineWord.exec(message) ?? [];
  if (line === undefined) return null;
  const isOnItsWay = phase === 'uploading';
  const isValidation = isOnItsWay ? files.train !== undefined : validationWord.test(message);
  return { side: isValidation ? 'validation' : 'train', line: Number(line) };
}

type Named = { side: RunSide; line: number };
