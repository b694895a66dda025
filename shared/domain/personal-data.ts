import { z } from 'zod';

/** The kinds that Assay recognises by itself; a lead's own patterns add kinds under their own names. */
export const builtInKinds = ['email', 'phone', 'card', 'iban', 'address', 'order', 'tracking', 'name'] as const;
export type BuiltInKind = (typeof builtInKinds)[number];

/** What is taken for personal data and replaced by tokens before anything is trained on. */
export const personalDataSchema = z.object({
  kinds: z.array(z.enum(builtInKinds)),
  /** A lead's own patterns, in RE2 syntax. */
  patterns: z.array(z.object({ name: z.string().trim().min(1).max(40), pattern: z.string().min(1).max(1_000) })),
  /** Values that are nobody's: the company's own address, its hotline. */
  allow: z.array(z.string().trim().min(1).max(200)),
  /** Fingerprints of values that a person has looked at and let stay: the values themselves are not kept. */
  leave: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
export type PersonalData = z.infer<typeof personalDataSchema>;

export const defaultPersonalData: PersonalData = { kinds: [...builtInKinds], patterns: [], allow: [], leave: [] };
