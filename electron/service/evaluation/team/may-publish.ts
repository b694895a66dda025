import type { Evaluation } from '../../../../shared/domain/comparison.ts';
import { namesModel, type Publication } from '../../../../shared/domain/team-evaluation.ts';
import { AssayError } from '../../../../shared/errors.ts';

const nothingSent = 'Nothing was sent, and the evaluation is as it was.';

/** @throws AssayError conflict, invalid-input: why an evaluation cannot be put before the team like this */
export function mayPublish(evaluation: Evaluation, { name, members, judges }: Publication): void {
  const { plan, phase, judged, publishedAt } = evaluation;
  if (publishedAt !== null)
    throw no('conflict', 'The team has this evaluation already.', 'Look at how far its judges are.');
  if (phase !== 'judging')
    throw no(
      'conflict',
      phase === 'opened' ? 'The results of this evaluation were opened.' : 'Some of its answers are missing.',
      phase === 'opened' ? 'Begin a new evaluation.' : 'Ask for the rest first.',
    );
  if (judged > 0)
    throw no(
      'conflict',
      'Some of this evaluation was judged here, and what the team judges is judged by the team alone.',
      'Judge the rest here too, or take back what was judged, and publish it then.',
    );
  if (namesModel(name, plan))
    throw no('invalid-input', 'Judges read this name, and it names a model.', 'Choose a name that tells them nothing.');
  if (new Set(members).size !== members.length || members.length < judges)
    throw no(
      'invalid-input',
      `Fewer members are chosen than each item wants judges, which is ${judges}.`,
      'Choose as many members at least, or fewer judges an item.',
    );
}

function no(kind: 'conflict' | 'invalid-input', message: string, remedy: string): AssayError {
  return new AssayError({ kind, message, safe: nothingSent, remedy });
}
