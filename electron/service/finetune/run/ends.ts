import { AssayError } from '../../../../shared/errors.ts';
import { number } from '../../../../shared/rules/readiness-words.ts';
import type { RunState } from '../../../../shared/rules/run.ts';
import { goesOnThere } from '../../../../shared/rules/run-words.ts';

/** A run that needs a person's word. */
export function asksAPerson(provider: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: `It is not known whether ${provider} has made the job: the answer was lost, and no list shows it.`,
    safe: 'Nothing was asked for again. If the job is there, it costs what it costs.',
    remedy: 'Look at the provider’s own page: name the job here if it is there, or give the run up.',
  });
}

/** What keeps a run whose job was asked for from being written down: whoever takes it for not begun pays for two. */
export function cannotNote(thrown: unknown): unknown {
  if (!(thrown instanceof AssayError)) return thrown;
  return new AssayError(
    {
      kind: thrown.kind,
      message: thrown.message,
      safe: goesOnThere,
      remedy:
        'Mend what it names, as by freeing space, and go on with this run (“assay finetune watch”): it looks for its job. ' +
        'A new run would ask for another one, and be paid for as well.',
    },
    { cause: thrown },
  );
}

/** A run that its provider could not carry out. */
export function failedThere(provider: string, { remote }: RunState): AssayError {
  const said = remote?.error ? ` “${remote.error.message.trim()}”` : ' It does not say why.';
  return new AssayError({
    kind: 'refused',
    message: `The job has failed at ${provider}.${said}`,
    safe: whatWasCharged(provider, remote?.trainedTokens ?? null),
    remedy: remedyFor(remote?.error?.code ?? ''),
  });
}

function whatWasCharged(provider: string, tokens: number | null): string {
  if (tokens === 0) return `${provider} counts no trained tokens for it, by which a job is charged.`;
  const told = tokens === null ? 'does not tell of any trained tokens' : `counts ${number(tokens)} trained tokens`;
  return `${provider} ${told} for it, by which a job is charged; its billing page says what it charges.`;
}

/** By the codes that OpenAI gives; a server of one's own may have others. */
function remedyFor(code: string): string {
  if (['unsafe', 'moderation', 'policy'].some((word) => code.includes(word)))
    return 'Look for the samples that the provider’s rules forbid, leave them out by choice, and build again.';
  if (code.includes('file')) return 'Mend what it names, build the dataset again, and run that one.';
  return 'Look at its events; begin a new run when the cause is gone.';
}
