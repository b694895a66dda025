import type { WorkspaceContext } from '../../command.ts';
import { UsageError } from '../../exit.ts';

export const callOptions = {
  id: { type: 'string' },
  verdict: { type: 'string' },
  reason: { type: 'string' },
  model: { type: 'string' },
  why: { type: 'string' },
} as const;

type Values = Partial<Record<keyof typeof callOptions, string>>;

/** What an action of `experiment` is called with. */
export type Call = WorkspaceContext & { values: Values; named: readonly string[] };

/** The one thing that an action is about. @throws UsageError */
export function onlyOf({ named: [one, more] }: Pick<Call, 'named'>, what: string): string {
  if (one !== undefined && more === undefined) return one;
  throw new UsageError(`Name ${what}, and nothing else.`, 'experiment');
}

/** @throws UsageError where an option is missing */
export function given({ values }: Pick<Call, 'values'>, option: keyof typeof callOptions): string {
  const value = values[option];
  if (value !== undefined && value.trim() !== '') return value;
  throw new UsageError(`--${option} is missing.`, 'experiment');
}
