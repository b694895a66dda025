import { z } from 'zod';
import { errorReportSchema } from '../domain/error-report.ts';
import { roles } from './feeds.ts';
import { checkedFeeds } from './protocol.ts';

/** A team's project: what an invite link names. The key is public; it says which project, not who. */
export const teamSchema = z.object({
  /** Without a name and a password in it: no request can be made of those. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .refine((url) => {
      const parsed = URL.parse(url);
      return parsed !== null && parsed.username === '' && parsed.password === '';
    }),
  /** A header holds nothing else. */
  publishableKey: z
    .string()
    .max(4_000)
    .regex(/^[\x21-\x7e]+$/),
});
export type Team = z.infer<typeof teamSchema>;

/** An operation that the server refused, for a person to read. */
export const rejectedOpSchema = z.object({
  opId: z.uuid(),
  at: z.string(),
  /** What was to be done, as it was sent. */
  op: z.record(z.string(), z.unknown()),
  /** What the customer asks in the sample that it is about; null where that is not here. */
  query: z.string().nullable(),
  /** The labeler has labeled or skipped the sample again since: nothing is missing then. */
  followed: z.boolean(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});
export type RejectedOp = z.infer<typeof rejectedOpSchema>;

/** A feed as it is held here, compared with what the server says that should be: in 256 parts, by the rows' keys. */
export const comparedSchema = z.object({
  feed: z.enum(checkedFeeds),
  rows: z.int(),
  /** The parts that differ. */
  differing: z.array(z.int()),
});
export type Compared = z.infer<typeof comparedSchema>;

export function agrees(compared: readonly Compared[]): boolean {
  return compared.every(({ differing }) => differing.length === 0);
}

/** What a person can see of sync at any moment. */
export const syncStatusSchema = z.object({
  /** Null in a workspace of one's own. */
  account: z
    .object({
      memberId: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(roles),
      team: z.string(),
      url: z.string(),
    })
    .nullable(),
  signedIn: z.boolean(),
  /** Where the sign-in is kept: sealed by the system, or only until Assay is closed. */
  secrets: z.enum(['keyring', 'memory']),
  /** What moves now. `total` is null where that is not known; a rate is in rows or operations a second. */
  activity: z
    .object({
      what: z.enum(['pull', 'push', 'check']),
      done: z.int(),
      total: z.int().nullable(),
      perSecond: z.number(),
    })
    .nullable(),
  /** Rows that came and operations that went since Assay was started. */
  pulled: z.int(),
  pushed: z.int(),
  /** The last comparison with the server since Assay was started; `repaired` is the one after everything was pulled again. */
  check: z
    .object({ at: z.string(), found: z.array(comparedSchema), repaired: z.array(comparedSchema).nullable() })
    .nullable(),
  /** Operations that wait to be sent, that the server has taken and not shown back yet, and that it refused. */
  waiting: z.int(),
  acknowledged: z.int(),
  rejected: z.int(),
  /** When the server last answered, and until when everything of it is here; this machine's clock. */
  lastContactAt: z.string().nullable(),
  syncedAt: z.string().nullable(),
  nextTryAt: z.string().nullable(),
  problem: errorReportSchema.nullable(),
  /** By how much this machine's clock is ahead of the server's, where that is too much to pass over; milliseconds. */
  clockAheadMs: z.number().nullable(),
  /**
   * Samples that the team has erased, of which something was here: how many, the labels that went with them, and the changes
   * that went unsent. `purged`: no file and no backup holds a byte of them any more. Null where there were none.
   */
  erased: z.object({ samples: z.int(), labels: z.int(), unsent: z.int(), purged: z.boolean() }).nullable(),
  /** Samples that came and are not as Assay needs them. */
  unreadable: z.int(),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;
