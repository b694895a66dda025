import { z } from 'zod';

/** The kinds that Assay recognises by itself; a lead's own patterns add kinds under their own names. */
export const builtInKinds = ['email', 'phone', 'card', 'iban', 'address', 'order', 'tracking', 'name'] as const;
export type BuiltInKind = (typeof builtInKinds)[number];

/** A lead's own pattern: RE2 syntax, and a name that becomes its kind. */
export const patternSchema = z.object({
  name: z.string().trim().min(1).max(30),
  pattern: z.string().min(1).max(1_000),
});
export type Pattern = z.infer<typeof patternSchema>;

/** What is taken for personal data and replaced by tokens before anything is trained on. */
export const personalDataSchema = z.object({
  kinds: z.array(z.enum(builtInKinds)),
  patterns: z.array(patternSchema),
  /** Values that are nobody's: the company's own address, its hotline. */
  allow: z.array(z.string().trim().min(1).max(200)),
  /**
   * Fingerprints of values that a person has looked at and let stay, in order. Who reads a recipe does not read the
   * values; a short one can be guessed, and is in the dataset in the clear in any case.
   */
  leave: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
export type PersonalData = z.infer<typeof personalDataSchema>;

export const defaultPersonalData: PersonalData = { kinds: [...builtInKinds], patterns: [], allow: [], leave: [] };
