import { seeded } from '../fixtures/random.ts';

/** What one step tells. Losses are in nats a token, accuracies from 0 to 1. */
export type StepMetrics = {
  step: number;
  total_steps: number;
  train_loss: number;
  train_mean_token_accuracy: number;
  valid_loss?: number;
  valid_mean_token_accuracy?: number;
  full_valid_loss?: number;
  full_valid_mean_token_accuracy?: number;
};

/** How often a batch of the validation file is looked at; the whole of it at the end of every epoch. */
const validateEvery = 10;

/** A falling curve with the noise of small batches: the same for the same seed, whatever is asked first. */
export function metricsAt(
  step: number,
  { steps, stepsPerEpoch, seed, validated }: { steps: number; stepsPerEpoch: number; seed: number; validated: boolean },
): StepMetrics {
  const random = seeded((seed ^ Math.imul(step, 0x9e3779b1)) | 0);
  const noise = (size: number) => (random() + random() - 1) * size;
  const done = step / steps;
  const falling = 0.55 + 1.15 * Math.exp(-4 * done);
  // What is held out stops falling before what is trained on.
  const heldOut = 0.72 + 1.05 * Math.exp(-4.5 * done) + 0.05 * done;
  const losses = (loss: number) => ({ loss: round(loss), accuracy: round(Math.min(0.99, 0.93 - 0.21 * loss)) });
  const train = losses(falling + noise(0.12));
  const metrics: StepMetrics = {
    step,
    total_steps: steps,
    train_loss: train.loss,
    train_mean_token_accuracy: train.accuracy,
  };
  if (!validated) return metrics;
  const batch = losses(heldOut + noise(0.08));
  if (step % validateEvery === 0)
    Object.assign(metrics, { valid_loss: batch.loss, valid_mean_token_accuracy: batch.accuracy });
  const whole = losses(heldOut + noise(0.01));
  if (step % stepsPerEpoch === 0)
    Object.assign(metrics, { full_valid_loss: whole.loss, full_valid_mean_token_accuracy: whole.accuracy });
  return metrics;
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
