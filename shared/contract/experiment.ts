import { z } from 'zod';
import { activeModelSchema, modelChangeSchema } from '../domain/active-model.ts';
import { agentTrafficSchema } from '../domain/agent-traffic.ts';
import { armNames, experimentPlanSchema } from '../domain/experiment.ts';
import { experimentLossSchema, trainedNearbySchema } from '../domain/experiment-loss.ts';
import { decisionSchema, experimentStandingSchema, liveExperimentSchema } from '../domain/live-experiment.ts';
import { maxSampleIdLength } from '../domain/sample.ts';
import { setBackMarkSchema, setBackSchema } from '../domain/set-back.ts';
import { call } from './call.ts';

const nothing = z.void();
const id = z.uuid();
const arm = z.object({ id, arm: z.enum(armNames) });
const agent = z.string().trim().min(1).max(200);
const standsAs = liveExperimentSchema.pick({ state: true });
/** As a person has read it; left out by whoever has read none. */
const readPlan = experimentPlanSchema.nullish();
const reason = z.string().trim().min(1).max(4_000);

/**
 * Experiments on the team's live conversations, and the models that its agents answer with. What is read is as it was at the
 * last sync; what is decided goes to the server at once, which lets nobody but a lead.
 */
export const experimentCalls = {
  /** The newest first. `unreadable`: planned by a program whose plans this one does not know. */
  'experiment.list': call(
    nothing,
    z.object({
      experiments: z.array(liveExperimentSchema),
      unreadable: z.int().nonnegative(),
      activeModels: z.array(activeModelSchema),
    }),
  ),
  /** What an experiment tells now; null before it starts. */
  'experiment.standing': call(z.object({ id }), experimentStandingSchema.nullable()),
  /** How an agent has done lately. */
  'experiment.traffic': call(z.object({ agent }), agentTrafficSchema),
  /** Conversations of an arm that were lost, the newest first; refused while the result is locked. */
  'experiment.losses': call(arm, z.array(experimentLossSchema)),
  /** What the arm's model was trained on near a sample; null where no run of this workspace has made the model. */
  'experiment.trainedNearby': call(
    arm.extend({ sampleId: z.string().min(1).max(maxSampleIdLength) }),
    trainedNearbySchema.nullable(),
  ),
  /** Saves a plan, new or changed, under an id that its caller has made; refused where what is changed is not as it was read. */
  'experiment.save': call(z.object({ id, plan: experimentPlanSchema, read: readPlan }), nothing),
  /** Refused where the plan is not as it was read. */
  'experiment.start': call(z.object({ id, read: readPlan }), standsAs),
  /** Opens a look at the result, once and for everybody: it counts what is known then, and nothing changes it any more. */
  'experiment.open': call(z.object({ id, look: z.int().nonnegative() }), nothing),
  /** No conversation is given an arm any more; what was found stays and can be decided. */
  'experiment.stop': call(z.object({ id }), standsAs),
  /** For good. It changes no active model. */
  'experiment.decide': call(z.object({ id, verdict: decisionSchema, reason }), nothing),
  /** Rolls a model out, or back: one change, kept with who, when and why. */
  'experiment.setActiveModel': call(
    z.object({ agent, model: z.string().trim().min(1).max(200), why: reason, experimentId: id.nullable() }),
    nothing,
  ),
  /** Every change of an agent's model that the server knows, the newest first. */
  'experiment.modelChanges': call(z.object({ agent }), z.array(modelChangeSchema)),
  /** What leads had decided and a restored server has lost, as long as it is neither decided again nor left so. */
  'experiment.setBack': call(nothing, z.array(setBackSchema)),
  /** Leaves as it is what a person saw; on this device, which tells it no more unless it is set back further. */
  'experiment.leaveSetBack': call(z.object({ seen: z.array(setBackMarkSchema) }), nothing),
} as const;
