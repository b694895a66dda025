import { z } from 'zod';

/** What building a dataset again came to. */
export const rebuiltSchema = z.discriminatedUnion('same', [
  /** The same bytes, file by file. */
  z.object({ same: z.literal(true) }),
  /** What is here now gives another dataset: the version that built it, where that was another one, and the files. */
  z.object({ same: z.literal(false), version: z.string().nullable(), differing: z.array(z.string()) }),
]);
export type Rebuilt = z.infer<typeof rebuiltSchema>;
