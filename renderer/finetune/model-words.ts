import type { ServedModel } from '../../shared/domain/provider.ts';
import { endDay, hasEnded as hasEndedBy } from '../../shared/rules/providers.ts';
import { dayText } from '../../shared/rules/readiness-words.ts';
import { count, plural } from '../ui/format.ts';

/** A model as far as its end goes, listed by a server or in the registry. */
type Ending = Pick<ServedModel, 'shutdown'>;

/** By this machine's clock. */
export const hasEnded = ({ shutdown }: Ending): boolean => hasEndedBy(shutdown, Date.now());

/** When a model ends, as the end of a sentence about it. */
export function endText(model: Ending): string {
  if (model.shutdown === null) return 'has no announced end';
  const day = endDay(model.shutdown);
  if (day === null) return `ends, as its server says it: “${model.shutdown}”`;
  return `${hasEnded(model) ? 'ended' : 'ends'} on ${dayText(day, true)}`;
}

/** What a server lists, in a sentence. */
export function summaryText(models: readonly ServedModel[]): string {
  if (models.length === 0) return 'It takes the key, and lists no model.';
  const ending = models.filter(({ shutdown }) => shutdown !== null).length;
  const ends =
    ending === 0
      ? 'no end is announced'
      : ending === models.length
        ? 'all have an announced end'
        : `${count(ending)} with an announced end`;
  return `It takes the key and lists ${plural(models.length, 'model')}, ${ends}.`;
}
