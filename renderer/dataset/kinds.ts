import { type BuiltInKind, builtInKinds, type PersonalData } from '../../shared/domain/personal-data.ts';
import { plural } from '../ui/format.ts';

const kindNames: Record<BuiltInKind, string> = {
  email: 'Email addresses',
  phone: 'Phone numbers',
  card: 'Card numbers',
  iban: 'Bank accounts',
  address: 'Postal addresses',
  order: 'Order numbers',
  tracking: 'Tracking numbers',
  name: 'Names',
};

/** What a recogniser goes by, and so what it misses. */
export const kindSentences: Record<BuiltInKind, string> = {
  email: 'Whatever has the form of an address, with a domain that could be one.',
  phone: 'Numbers in the forms of their countries, and those that a text calls a phone number.',
  card: 'Numbers of 12 to 19 digits of a known issuer whose check digit is right.',
  iban: 'Account numbers in the length of their country whose check digits are right.',
  address: 'A street with its number, or a postcode with its town.',
  order:
    'Numbers that a text calls an order, and those that say it themselves, such as ORD-12345. Give your own form as a pattern.',
  tracking: 'Numbers in the forms of parcel services, with their check digit where they have one.',
  name: 'People who are greeted, sign, or say who they are; from there on wherever the name stands in the conversation.',
};

/** What is looked for, in a line. */
export function rulesText({ kinds, patterns, allow, leave }: PersonalData): string {
  const parts = [
    plural(kinds.length, 'kind'),
    patterns.length > 0 ? plural(patterns.length, 'own pattern') : null,
    allow.length > 0 ? `${plural(allow.length, 'value')} known as nobody’s` : null,
    leave.length > 0 ? `${plural(leave.length, 'value')} let stay` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

export type Kind = { id: string; name: string; on: boolean; pattern: string | null };

/** Every kind that could be looked for: the built-in ones, then a lead's own. */
export function kindsOf({ kinds, patterns }: PersonalData): Kind[] {
  return [
    ...builtInKinds.map((id) => ({ id, name: kindNames[id], on: kinds.includes(id), pattern: null })),
    ...patterns.map(({ name, pattern }) => ({ id: name, name, on: true, pattern })),
  ];
}

export const isBuiltIn = (kind: string): kind is BuiltInKind => builtInKinds.some((id) => id === kind);

/** Rules with a kind of Assay's own looked for, or not. */
export function withKind(rules: PersonalData, kind: BuiltInKind, on: boolean): PersonalData {
  return { ...rules, kinds: builtInKinds.filter((id) => (id === kind ? on : rules.kinds.includes(id))) };
}

/** Rules with a value let stay, or replaced. In order, so that the same decisions are the same dataset. */
export function withLeft(rules: PersonalData, fingerprint: string, left: boolean): PersonalData {
  const others = rules.leave.filter((one) => one !== fingerprint);
  return { ...rules, leave: left ? [...others, fingerprint].sort() : others };
}
