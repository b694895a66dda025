import type { RunPhase } from '../../../shared/domain/run.ts';
import { AssayError, type ErrorReport } from '../../../shared/errors.ts';

/** Why no job is named for a run: it asks for none, or not yet. */
export function asksNothing(phase: RunPhase): AssayError {
  const early: Partial<Record<RunPhase, Pick<ErrorReport, 'message' | 'remedy'>>> = {
    uploading: {
      message: 'This run has not asked for its job yet: there is none to name.',
      remedy: 'Let it go on, or cancel it.',
    },
    unclear: {
      message: 'This run still looks for its job by itself, and asks you where no list shows it.',
      remedy: 'Wait until it has looked; where it stands still, resume it or watch it.',
    },
  };
  return new AssayError({
    kind: 'conflict',
    safe: 'Nothing was changed.',
    ...(early[phase] ?? {
      message: 'It is known what became of this run.',
      remedy: 'Look at it again: it has changed meanwhile.',
    }),
  });
}

/** Why a run does not take the job that a person names. */
export function refusedLink(kind: 'not-found' | 'conflict', message: string): AssayError {
  return new AssayError({
    kind,
    message,
    safe: 'Nothing was changed.',
    remedy: 'Name another one; or give the run up if none is its own.',
  });
}
