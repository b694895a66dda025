import type { Model } from '../../shared/domain/model.ts';
import { useProviders } from '../finetune/providers.ts';
import { dateTime } from '../ui/format.ts';

/** Where a model comes from, first what tells it from others of its kind; several providers may have one of the same name. */
export function useOrigin({ kind, base, datasetName, providerId }: Model): string {
  const provider = useProviders(({ list }) => list?.find(({ id }) => id === providerId)?.name) ?? providerId;
  return kind === 'tuned' ? `tuned on ${datasetName} from ${base}, at ${provider}` : `a base model at ${provider}`;
}

/** Whether it is there, and since when that is known. */
export function statusText({ status, seenAt }: Model): string {
  if (status === 'unseen' || seenAt === null) return 'nobody has asked its provider yet';
  return `${status === 'available' ? 'there' : 'not listed by its provider any more'}, as of ${dateTime(seenAt)}`;
}
