import { type ListedProvider, ownProviderSchema } from '../../shared/domain/provider.ts';
import { addressProblem, defaultCapabilities } from '../../shared/rules/providers.ts';
import { numberIn } from '../ui/number-in.ts';

/** What is typed for a server of one's own. Sizes are in megabytes. */
export type TypedServer = {
  name: string;
  baseUrl: string;
  dpo: boolean;
  parts: boolean;
  metadata: boolean;
  largestFile: string;
  longestExample: string;
  endDay: string;
  endSource: string;
};
export type ServerProblems = Partial<Record<keyof TypedServer, string>>;

const megabyte = 1_000_000;
/** Of megabytes or tokens: no server has as many, and beyond them a count of bytes would not be exact. */
const most = 1_000_000_000;
const mostText = `At most ${most.toLocaleString('en')}.`;

export function typedServer(server: ListedProvider | null): TypedServer {
  const { dpo, parts, metadata, largestFile, longestExample } = server?.capabilities ?? defaultCapabilities;
  return {
    name: server?.name ?? '',
    baseUrl: server?.baseUrl ?? '',
    dpo,
    parts,
    metadata,
    largestFile: String(largestFile / megabyte),
    longestExample: longestExample === null ? '' : String(longestExample),
    endDay: server?.newJobsUntil?.day ?? '',
    endSource: server?.newJobsUntil?.source ?? '',
  };
}

const mostLetters = 32;

/** A short name for machines from one for people: `My GPU box` gives `my-gpu-box`, or `my-gpu-box-2` where that is taken. */
export function idOf(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, mostLetters)
    .replaceAll(/^-|-$/g, '');
  const base = plain || 'server';
  for (let id = base, next = 2; ; id = `${base}-${next++}`) if (!taken.includes(id)) return id;
}

/** What does not fit, in words for each field. */
export function serverProblems(typed: TypedServer): ServerProblems {
  const size = numberIn(typed.largestFile);
  const longest = numberIn(typed.longestExample);
  const problems: ServerProblems = {
    ...(typed.name.trim() === '' ? { name: 'A name, by which you know it.' } : {}),
    ...addressProblems(typed.baseUrl.trim()),
    ...(size !== null && Math.round(size * megabyte) >= 1 ? {} : { largestFile: 'A number above 0.' }),
    ...(longest === null || (Number.isInteger(longest) && longest > 0)
      ? {}
      : { longestExample: 'A whole number above 0, or nothing.' }),
    ...(size !== null && size > most ? { largestFile: mostText } : {}),
    ...(longest !== null && longest > most ? { longestExample: mostText } : {}),
  };
  if (typed.endDay !== '' && !URL.canParse(typed.endSource))
    problems.endSource = 'The page that says so, as in https://example.com/news.';
  if (typed.endDay === '' && typed.endSource !== '') problems.endDay = 'The day that the page says.';
  return problems;
}

function addressProblems(baseUrl: string): ServerProblems {
  if (baseUrl === '') return { baseUrl: 'Its address, up to and with the version: https://example.com/v1.' };
  const problem = addressProblem(baseUrl);
  return problem === null ? {} : { baseUrl: problem };
}

/** The server as it is kept. Only for what has no problem. */
export function serverOf(id: string, typed: TypedServer) {
  const { dpo, parts, metadata } = typed;
  return ownProviderSchema.parse({
    id,
    kind: 'compatible',
    name: typed.name,
    baseUrl: typed.baseUrl.trim(),
    capabilities: {
      dpo,
      parts,
      metadata,
      largestFile: Math.round((numberIn(typed.largestFile) ?? 0) * megabyte),
      longestExample: numberIn(typed.longestExample),
    },
    newJobsUntil: typed.endDay === '' ? null : { day: typed.endDay, source: typed.endSource },
  });
}
