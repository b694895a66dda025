import type { Service } from '../../electron/service/service.ts';
import type { ComparedItem } from '../../shared/domain/comparison.ts';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import {
  answersOf,
  comparedModels,
  datasetWithHoldout,
  evaluate,
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
