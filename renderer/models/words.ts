import type { Model } from '../../shared/domain/model.ts';
import { endDay } from '../../shared/rules/providers.ts';
import { dayText } from '../../shared/rules/readiness-words.ts';
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

/** Days are the provider's: they begin at midnight UTC. */
export function endText({ shutdown, status }: Model, now = Date.now()): string {
  if (shutdown === null) return status === 'unseen' ? 'not known' : 'no end is announced';
  const day = endDay(shutdown);
  if (day === null) return `ends, as its server says it: “${shutdown}”`;
  return `${Date.parse(shutdown) <= now ? 'ended' : 'ends'} on ${dayText(day, true)}`;
}
