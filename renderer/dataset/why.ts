import type { Fate } from '../../shared/domain/dataset.ts';
import { type Rubric, scaleIds, scaleOf } from '../../shared/domain/rubric.ts';
import { reasonKey, reasonText } from '../../shared/rules/reasons.ts';
import { count } from '../ui/format.ts';
import { sideNames } from './formats.ts';
import { reasonSentence } from './reasons.ts';
import { stoppedNames } from './steps.ts';

type Reason = Extract<Fate, { as: 'out' }>['reasons'][number];

/** What became of one sample, in a line. */
export function fateTitle(fate: Fate): string {
  switch (fate.as) {
    case 'unselected':
      return 'Out: the plan’s filters do not select it';
    case 'out':
      return `Out: ${stoppedNames[fate.step]}`;
    case 'chosen':
      return `In: ${sideNames[fate.side]}`;
    case 'rejected':
      return `In as an example of what not to say: ${sideNames[fate.side]}`;
  }
}

/** Why one sample is out, in a few words for a row. */
export function fateWords(fate: Fate, rubric: Rubric): string {
  if (fate.as !== 'out') return fateTitle(fate);
  return fate.reasons.map((reason) => shortWhy(reason, rubric)).join('; ');
}

function shortWhy(reason: Reason, rubric: Rubric): string {
  const { code, scale, score, needs, tokens, limit } = reason;
  if (code === 'score_below') return `${scaleName(scale, rubric)} ${score}, needs ${needs}`;
  if (code === 'not_scored') return `${scaleName(scale, rubric)} not scored`;
  if (code === 'too_long') return `${numberOf(tokens)} tokens, limit ${numberOf(limit)}`;
  return reasonText(reasonKey(reason));
}

/** One reason with its threshold, what would change it, and which sample stays in this one's place. */
export function explain(reason: Reason, rubric: Rubric): { why: string; way: string | null; rival: string | null } {
  const { code, scale, score, needs, tokens, limit, of } = reason;
  const { way } = reasonSentence(reasonKey(reason), rubric);
  const rival = typeof of === 'string' ? of : null;
  if (code === 'score_below')
    return { why: `${scaleName(scale, rubric)} is ${score}, and the gate needs ${needs}.`, way, rival };
  if (code === 'not_scored') return { why: `${scaleName(scale, rubric)} has no score.`, way, rival };
  if (code === 'too_long')
    return { why: `It has ${numberOf(tokens)} tokens, and the target takes ${numberOf(limit)}.`, way, rival };
  const text = reasonText(reasonKey(reason));
  return { why: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, way, rival };
}

function scaleName(scale: unknown, rubric: Rubric): string {
  const id = scaleIds.find((known) => known === scale);
  return id ? scaleOf(rubric, id).name : String(scale);
}

function numberOf(value: unknown): string {
  return typeof value === 'number' ? count(value) : String(value);
}

/** The sample that stays in the place of one that is out; null where there is none. */
export function rivalOf(fate: Fate): string | null {
  if (fate.as !== 'out') return null;
  const found = fate.reasons.map(({ of }) => of).find((of) => typeof of === 'string');
  return found ?? null;
}
