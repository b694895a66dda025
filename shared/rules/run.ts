import { finalStatuses, type Run, type RunFact, type RunPhase, type RunSide } from '../domain/run.ts';

type FinalStatus = (typeof finalStatuses)[number];

/** Where a run is, as its facts say. */
export type RunState = {
  phase: RunPhase;
  asked: boolean;
  files: Partial<Record<RunSide, string>>;
  /** A file that was begun in parts and is not whole yet. */
  upload: { side: RunSide; uploadId: string; partIds: readonly string[] } | null;
  jobId: string | null;
  cancelling: boolean;
  remote: Run['remote'];
  model: string | null;
  error: Run['error'];
};

const begun: RunState = {
  phase: 'uploading',
  asked: false,
  files: {},
  upload: null,
  jobId: null,
  cancelling: false,
  remote: null,
  model: null,
  error: null,
};

export function isFinal(status: string): status is FinalStatus {
  return (finalStatuses as readonly string[]).includes(status);
}

/** A run whose job goes on no more, or that a person must say something about. */
export const isOver = (phase: RunPhase): boolean => !['uploading', 'unclear', 'following'].includes(phase);

/** A run that nothing is left to do for: the model of one that has succeeded still has to be made to answer. */
export const isFinished = ({ phase, model }: Pick<Run, 'phase' | 'model'>): boolean =>
  isOver(phase) && !(phase === 'succeeded' && model === null);

/** A run that nobody has to do or to say anything about any more. */
export const isResolved = (run: Pick<Run, 'phase' | 'model'>): boolean => isFinished(run) && run.phase !== 'asks';

/** No job was made: declined, or cancelled or given up while its files were sent. */
export const costsNothing = ({ phase, asked }: Pick<Run, 'phase' | 'asked'>): boolean =>
  phase === 'refused' || (isOver(phase) && !asked);

/** Everything that a run is follows from what happened to it. */
export function runState(facts: Iterable<RunFact>): RunState {
  let state = begun;
  for (const fact of facts) state = after(state, fact);
  return state;
}

/**
 * The next state. What a thread notes in the moment that a person gives the run up raises it no more: of what its job came to
 * only what was told is kept.
 */
export function after(state: RunState, fact: RunFact): RunState {
  switch (fact.what) {
    case 'upload-begun':
      return { ...state, upload: { side: fact.side, uploadId: fact.uploadId, partIds: [] } };
    case 'part-sent':
      return state.upload
        ? { ...state, upload: { ...state.upload, partIds: [...state.upload.partIds, fact.partId] } }
        : state;
    case 'uploaded':
      return { ...state, files: { ...state.files, [fact.side]: fact.fileId }, upload: null };
    case 'create-begun':
      // Of what was cancelled in the moment before, nothing is asked for.
      return state.phase === 'uploading' ? { ...state, phase: 'unclear', asked: true } : state;
    case 'created':
      // Found in the moment that it was cancelled: it ends at the provider as well.
      return {
        ...state,
        phase: 'following',
        asked: true,
        jobId: fact.jobId,
        cancelling: state.cancelling || state.phase === 'cancelled',
      };
    case 'not-found':
      return state.phase === 'unclear' ? { ...state, phase: 'asks' } : state;
    case 'refused':
      return { ...state, phase: 'refused', cancelling: false, error: fact.error };
    case 'abandoned':
      return { ...state, phase: 'abandoned', cancelling: false };
    case 'cancel-begun':
      // Nothing was asked for: there is nothing to cancel but the sending.
      if (state.phase === 'uploading') return { ...state, phase: 'cancelled' };
      return isOver(state.phase) ? state : { ...state, cancelling: true };
    case 'served':
      return { ...state, model: fact.model };
    case 'told': {
      const told = { ...state, remote: fact.job };
      return isFinal(fact.job.status) && state.phase !== 'abandoned'
        ? { ...told, phase: fact.job.status, cancelling: false }
        : told;
    }
  }
}
