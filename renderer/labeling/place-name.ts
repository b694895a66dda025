import { type Rubric, scaleOf } from '../../shared/domain/rubric.ts';
import { type Place, scaleAt } from './draft-rules.ts';

/** A place as it is said: “Factuality”, “Final score: Tone”, “Decision”. */
export function placeName(place: Place, rubric: Rubric): string {
  const at = scaleAt(place);
  if (!at) return place === 'reasons' ? 'Reasons' : 'Decision';
  const { name } = scaleOf(rubric, at.scale);
  return at.of === 'scores' ? name : `Final score: ${name}`;
}
