import type { Service } from '../../electron/service/service.ts';
import { type Better, betters, type ComparedItem } from '../../shared/domain/comparison.ts';
import type { Winner } from '../../shared/domain/evaluation.ts';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import {
  answersOf,
  comparedModels,
  datasetWithHoldout,
  evaluate,
  judgeOne,
  planOn,
  tunedModel,
} from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { deviceOf, type Person, settled, type TestTeam, until } from './team.ts';

/** A lead's device on which both models have answered a hold-out. */
export type Answered = {
  lead: Service;
  /** The evaluation's. */
  id: string;
  items: number;
  /** Whether an answer is the tuned model's. */
  isTuned: (answer: string | null) => boolean;
};

/** Lets both models answer about half of so many samples on the lead's device. */
export async function answeredBy(team: TestTeam, rows = approvedRows(60)): Promise<Answered> {
  const openai = await fakeOpenAI({ models: comparedModels });
  const lead = await deviceOf(team, team.lead);
  const plan = await planOn(lead, openai.server.url, await datasetWithHoldout(lead, rows));
  const { id, items } = await evaluate(lead, { ...plan, scored: true });
  const ofTuned = answersOf(openai.exchanges, tunedModel);
  return { lead, id, items, isTuned: (answer) => answer !== null && ofTuned.has(answer) };
}

/** Puts it before these people, and sends it. */
export async function publish({ lead, id }: Answered, judges: number, ...people: readonly Person[]): Promise<void> {
  const members = people.map((person) => person.id);
  await until(lead, async () => {
    const known = (await lead.handlers['lead.team']()).members.map(({ memberId }) => memberId);
    return members.every((member) => known.includes(member));
  });
  await lead.handlers['evaluation.publish']({ id, name: 'Support, first round', members, judges });
  await settled(lead);
}

/** What a device is told of an evaluation of the team; undefined for nothing. */
export const shareOf = async ({ handlers }: Service, id: string): Promise<TeamEvaluation | undefined> =>
  (await handlers['evaluation.team']()).find((evaluation) => evaluation.id === id);

/** A device of a judge, once so many comparisons have come. */
export async function judgeOn(team: TestTeam, person: Person, id: string, given: number): Promise<Service> {
  const device = await deviceOf(team, person);
  await until(device, async () => (await shareOf(device, id))?.given === given);
  return device;
}

/** Everything that is left for a judge, in the order in which they get it. */
export async function leftFor({ handlers }: Service, id: string): Promise<ComparedItem[]> {
  const items: ComparedItem[] = [];
  for (let after: string | null = null; ; after = items.at(-1)?.id ?? null) {
    const page: ComparedItem[] = await handlers['evaluation.next']({ id, after, limit: 50 });
    if (page.length === 0) return items;
    items.push(...page);
  }
}

/** The question of an item, by which it is known on every device. */
export const questionOf = ({ prompt }: Pick<ComparedItem, 'prompt'>): string => prompt.messages.at(-1)?.content ?? '';

/** One verdict after the other; where both models happen to say the same, neither is better. */
export const betterOf = ({ first, second }: ComparedItem, index: number): Better =>
  (first === second ? undefined : betters[index % betters.length]) ?? 'tie';

/** What a judgment means once it is known whose the answers are. */
export function winnerOf(item: ComparedItem, better: Better, { isTuned }: Answered): Winner {
  if (better !== 'first' && better !== 'second') return better;
  return isTuned(item[better]) ? 'tuned' : 'base';
}

/** Judges everything that is left on a device, and keeps what was said by whom in `said`. */
export async function judgeLeft(
  device: Service,
  answered: Answered,
  judge: string,
  said: Map<string, Winner>,
): Promise<void> {
  for (const [index, item] of (await leftFor(device, answered.id)).entries()) {
    const better = betterOf(item, index);
    await judgeOne(device, item.id, better);
    said.set(`${judge} on ${questionOf(item)}`, winnerOf(item, better, answered));
  }
}

/** The same on one device after the other, each heard by the server before the next. */
export async function judgeInTurn(
  answered: Answered,
  said: Map<string, Winner>,
  ...judges: readonly (readonly [device: Service, judge: string])[]
): Promise<void> {
  for (const [device, judge] of judges) {
    await judgeLeft(device, answered, judge, said);
    await settled(device);
  }
}

/** What the opened results say, in the same words. */
export async function resultsOf({ lead, id }: Answered): Promise<Map<string, Winner>> {
  const { items } = await lead.handlers['evaluation.results']({ id });
  return new Map(
    items.flatMap(({ question, judgments }) =>
      judgments.map(({ judge, winner }) => [`${judge} on ${question}`, winner] as const),
    ),
  );
}

export const sorted = (said: ReadonlyMap<string, Winner>) => [...said].sort(([a], [b]) => (a < b ? -1 : 1));
