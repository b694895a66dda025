import type { LiveExperiment } from '../../../../shared/domain/live-experiment.ts';
import { AssayError } from '../../../../shared/errors.ts';
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

/** The experiment whose id begins so. @throws AssayError not-found */
export function experimentNamed(experiments: readonly LiveExperiment[], id: string): LiveExperiment {
  const found = experiments.filter((experiment) => experiment.id.startsWith(id));
  const [experiment] = found;
  if (experiment && found.length === 1) return experiment;
  throw new AssayError({
    kind: 'not-found',
    message: experiment ? `Several experiments begin with ${id}.` : `There is no experiment ${id} in this workspace.`,
    safe: 'Nothing was changed.',
    remedy: 'Look at “assay experiment list”.',
  });
}
