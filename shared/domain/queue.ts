import { z } from 'zod';
import { orderStrategies } from './order.ts';
import { rubricSchema } from './rubric.ts';

/** A team's queue; null is the one queue of a workspace of one's own. */
export const queueIdSchema = z.uuid().nullable();
export type QueueId = z.infer<typeof queueIdSchema>;

/** The unit of labeling: this sample in this queue, for this labeler. The same sample in two queues is two of them. */
export type Unit = { queueId: QueueId; sampleId: string };

/** A queue of the team as its labeler sees it: what it asks for, and how far this labeler is. */
export const labelerQueueSchema = z.object({
  queueId: z.uuid(),
  name: z.string(),
  state: z.enum(['open', 'paused', 'closed']),
  /** It holds what labelers had judged alone, before they joined. Nobody takes work of it; what is taken back is done here. */
  broughtAlong: z.boolean(),
  /** Markdown. */
  guidelines: z.string(),
  /** What must have been read before going on; empty for nothing. */
  mustRead: z.string(),
  /** This labeler has confirmed it, word for word as it is now; true where there is nothing to read. */
  read: z.boolean(),
  /** What new items are judged by; an item that is open keeps its own. Null until it has come. */
  rubric: rubricSchema.nullable(),
  /** In which order its items come unless the labeler chooses another: the lead's, where that does not steer the verdict. */
  order: z.enum(orderStrategies).exclude(['least_confident']),
  allowSkip: z.boolean(),
  /** Whether key 0 may fill the unscored rest. */
  allowFill: z.boolean(),
  /** Samples that this labeler can still take, at most. */
  free: z.int(),
  /** Items on this device, and of these: left to do, labeled, waiting for a ruling. The rest was skipped. */
  held: z.int(),
  open: z.int(),
  done: z.int(),
  parked: z.int(),
  /** Open items that have come back: returned by a lead, or answered. Labeling begins with them. */
  cameBack: z.array(z.string()),
  /** Labels that a lead took back and gave to others, by the reason that was given. */
  takenBack: z.array(z.object({ reason: z.string(), labels: z.int() })),
  /** When the first lease of an open item ends; null when none is leased. */
  leaseUntil: z.string().nullable(),
});
export type LabelerQueue = z.infer<typeof labelerQueueSchema>;
