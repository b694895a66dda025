import { z } from 'zod';
import {
  comparedItemSchema,
  comparisonDraftSchema,
  comparisonSchema,
  evaluationPlanSchema,
  evaluationPreviewSchema,
  evaluationSchema,
} from '../domain/comparison.ts';
import { evaluationResultsSchema } from '../domain/evaluation.ts';
import { namedAnswersSchema, nearestSamplesSchema, openedEvaluationSchema } from '../domain/opened-evaluation.ts';
import { publicationSchema, teamEvaluationSchema } from '../domain/team-evaluation.ts';
import { call } from './call.ts';

const evaluation = z.object({ id: z.uuid() });

/** Blind comparisons of two models. No answer names a model or tells of one before the results are opened. */
export const evaluationCalls = {
  /** Looks at the hold-out and reckons; sends nothing to a provider. */
  'evaluation.preview': call(evaluationPlanSchema, evaluationPreviewSchema),
  /**
   * Begins an evaluation under an id that its caller makes: asked for again under the same id it is begun once.
   *
   * @throws AssayError invalid-input where the preview refuses it, conflict where its `confirm` was not typed
   */
  'evaluation.create': call(
    evaluation.extend({ plan: evaluationPlanSchema, confirmed: z.string().nullable() }),
    evaluationSchema,
  ),
  /** Those whose answers are in this workspace, newest first. */
  'evaluation.list': call(z.void(), z.array(evaluationSchema)),
  /** Asks for no more answers; those that are there stay. */
  'evaluation.cancel': call(evaluation, evaluationSchema),
  'evaluation.resume': call(evaluation, evaluationSchema),
  /**
   * Puts one before the team, which judges it from then on. It waits in the outbox where there is no network.
   *
   * @throws AssayError conflict while answers are missing or once it was judged here, invalid-input, refused to all but leads
   */
  'evaluation.publish': call(publicationSchema, evaluationSchema),
  /** Those that the team judges: a lead's are all of them, a labeler's those that they have comparisons of. */
  'evaluation.team': call(z.void(), z.array(teamEvaluationSchema)),
  /**
   * What one has come to that was published from another workspace, once somebody has opened it there; for leads. The first
   * time the server is asked whose the answers are, and keeps who has asked. Intents are not known: they are where the answers are.
   *
   * @throws AssayError conflict while nobody has opened it, not-found, refused
   */
  'evaluation.teamResults': call(evaluation, evaluationResultsSchema),
  /** Who judges from now on. What others have not judged goes to these. For leads, and so is the next one. */
  'evaluation.assign': call(
    evaluation.extend({ members: publicationSchema.shape.members }),
    z.object({ given: z.int() }),
  ),
  /** Ends the judging of one that the team judges; its results stay closed. */
  'evaluation.close': call(evaluation, z.void()),
  /** The next items for the judge of this workspace, behind one of them: of its own evaluations, or of the team's. */
  'evaluation.next': call(
    evaluation.extend({ after: z.uuid().nullable(), limit: z.int().min(1).max(50) }),
    z.array(comparedItemSchema),
  ),
  /**
   * Keeps what is entered and not committed; nobody but this judge is told it.
   *
   * @throws AssayError not-found where the item is gone, conflict where it is not to be judged any more
   */
  'evaluation.saveDraft': call(z.object({ itemId: z.uuid(), draft: comparisonDraftSchema }), z.void()),
  /** Durable when it answers, and then there is no draft any more. Repeated under the same id it changes nothing. */
  'evaluation.judge': call(z.object({ id: z.uuid(), itemId: z.uuid(), comparison: comparisonSchema }), z.void()),
  /** Takes back the last verdict given here, which is a draft again; null when there is none. */
  'evaluation.undo': call(evaluation, comparedItemSchema.nullable()),
  /**
   * Opens the results: from then on it is known whose the answers are, and nothing is judged any more. Of what the team
   * judges the server tells it, and keeps who has asked.
   *
   * @throws AssayError conflict before every wanted judgment is there, unless it is asked for early
   */
  'evaluation.open': call(evaluation.extend({ early: z.boolean() }), evaluationSchema),
  /** These three throw AssayError conflict while nobody has opened the results. */
  'evaluation.results': call(evaluation, openedEvaluationSchema),
  'evaluation.answers': call(z.object({ itemId: z.uuid() }), namedAnswersSchema),
  /** What the tuned model was trained on that is nearest to an item. */
  'evaluation.nearest': call(z.object({ itemId: z.uuid() }), nearestSamplesSchema),
} as const;
