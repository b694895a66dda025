import type { Preflight, PreflightCheck, PreflightLine } from '../../../../shared/domain/preflight.ts';
import type { RunPlan } from '../../../../shared/domain/run.ts';
import { closedToNewcomers, endDay, hasEnded } from '../../../../shared/rules/providers.ts';
import { amountText } from '../../../../shared/rules/readiness-costs.ts';
import { counted, dayText, listed, number } from '../../../../shared/rules/readiness-words.ts';
import { isOver } from '../../../../shared/rules/run.ts';
import { toConfirm } from '../../../../shared/rules/spending.ts';
import { baseOf, estimateOf } from './estimate.ts';
import { type DatasetFacts, type FileFacts, isReport, type PreflightFacts, type ServerFacts } from './facts.ts';

const dayMs = 86_400_000;
/** From so many days before an end on it is worth a warning. */
const soonDays = 90;
/** A clock that is off by more makes a deadline of the wrong day, and certificates that are not valid yet. */
const skewMs = 5 * 60_000;
/** OpenAI advises so many examples, and takes ten. */
const advisedExamples = 50;

const changedRemedy = 'Verify the dataset to see what was changed, and build it again.';
const elsewhere = 'use another provider, or train it yourself with the trainer kit in the dataset’s folder.';

type Words = { message: string; remedy?: string; source?: string };
const line = (check: PreflightCheck, level: PreflightLine['level'], { message, remedy, source }: Words) => ({
  check,
  level,
  message,
  remedy: remedy ?? null,
  source: source ?? null,
});

/** The verdict on a run before anything is sent: what would stop it, what to think of, and what it would cost. */
export function preflightOf(facts: PreflightFacts): Preflight {
  const { server, dataset, provider } = facts;
  const lines: PreflightLine[] = [];
  if (isReport(server)) lines.push(line('access', 'refused', server));
  else lines.push(line('access', 'ok', { message: `${provider.name} takes the key.` }), ...serverLines(server, facts));
  lines.push(methodLine(facts));
  if (isReport(dataset)) {
    lines.push(line('dataset', 'refused', dataset));
    return { lines, datasetName: '', files: {}, estimate: null, confirm: null };
  }
  lines.push(...datasetLines(dataset, facts));
  const { train, validation } = dataset.files;
  const files = {
    ...(train ? { train: train.file } : {}),
    ...(validation && facts.plan.validation ? { validation: validation.file } : {}),
  };
  if (!train || dataset.changed !== null)
    return { lines, datasetName: dataset.name, files, estimate: null, confirm: null };

  const estimate = estimateOf(train, facts);
  lines.push(costLine(facts, estimate));
  const confirm = toConfirm(estimate, facts.confirmAbove);
  return { lines, datasetName: dataset.name, files, estimate, confirm };
}

/** In the largest unit of which there are two. */
function spanText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2 * 60) return counted(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 2 * 24 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}

/** Days by the server's own clock, where it tells it: ours may be wrong. */
function serverNow({ clockAheadMs }: ServerFacts, now: number): number {
  return now - (clockAheadMs ?? 0);
}

function serverLines(server: ServerFacts, facts: PreflightFacts): PreflightLine[] {
  const { provider, plan, now } = facts;
  const lines: PreflightLine[] = [];
  const today = serverNow(server, now);
  if (Math.abs(server.clockAheadMs ?? 0) > skewMs)
    lines.push(
      line('clock', 'warning', {
        message: `This machine’s clock is ${spanText(Math.abs(server.clockAheadMs ?? 0))} ${(server.clockAheadMs ?? 0) > 0 ? 'ahead of' : 'behind'} the server’s.`,
        remedy: 'Set it right; deadlines here go by the server’s clock.',
      }),
    );
  if (provider.newJobsUntil) lines.push(deadlineLine(provider.newJobsUntil, today, provider.name));
  if (provider.kind === 'openai' && server.jobs === 0)
    lines.push(
      line('newcomer', 'warning', {
        message: `The account has no fine-tune job yet, and ${provider.name} takes none from organisations that had none before ${dayText(closedToNewcomers.openai.day, true)}.`,
        remedy: `The provider will most likely decline it: ${elsewhere}`,
        source: closedToNewcomers.openai.source,
      }),
    );
  lines.push(modelLine(server, plan.model, today));
  return lines;
}

function deadlineLine({ day, source }: { day: string; source: string }, today: number, name: string): PreflightLine {
  const days = daysUntil(Date.parse(day) + dayMs - 1, today);
  if (days < 0)
    return line('deadline', 'refused', {
      message: `${name} has begun no new jobs since ${dayText(day, true)}.`,
      remedy: `Instead, ${elsewhere}`,
      source,
    });
  const left = days === 0 ? 'today is the last day' : `${counted(days, 'day')} left`;
  return line('deadline', days <= soonDays ? 'warning' : 'ok', {
    message: `${name} begins new jobs until ${dayText(day, true)}: ${left}.`,
    ...(days <= soonDays ? { remedy: `Plan what comes after it: ${elsewhere}` } : {}),
    source,
  });
}

function modelLine({ models }: ServerFacts, wanted: string, today: number): PreflightLine {
  const model = models.find(({ name }) => name === wanted);
  if (!model)
    return line('model', 'refused', {
      message: `The server has no model “${wanted}” for this key.`,
      remedy:
        models.length === 0 ? 'It lists no model at all.' : `It has ${listed(some(models.map(({ name }) => name)))}.`,
    });
  // A tuned model ends with its base, whether or not its own end is announced.
  const shutdown = model.shutdown ?? models.find(({ name }) => name === baseOf(wanted))?.shutdown ?? null;
  if (shutdown === null) return line('model', 'ok', { message: `${wanted} is there, and no end of it is announced.` });
  const day = endDay(shutdown);
  if (day === null)
    return line('model', 'warning', {
      message: `${wanted} ends, as the server says it: “${shutdown}”. Whatever is tuned from it ends with it.`,
      remedy: 'Look at the provider’s own page: Assay cannot tell which day that is, or whether it has passed.',
    });
  if (hasEnded(shutdown, today))
    return line('model', 'refused', {
      message: `${wanted} ended on ${dayText(day, true)}.`,
      remedy: `Choose a model that goes on, ${elsewhere}`,
    });
  const days = daysUntil(Date.parse(day), today);
  return line('model', days <= soonDays ? 'warning' : 'ok', {
    message: `${wanted} ends on ${dayText(day, true)}, ${days === 0 ? 'in less than a day' : `in ${counted(days, 'day')}`}, and whatever is tuned from it ends with it.`,
    ...(days <= soonDays
      ? { remedy: 'Weigh what the tuned model can earn until then: Readiness does it under costs.' }
      : {}),
  });
}

/** The first five, and how many more there are. */
function some(names: readonly string[]): string[] {
  const rest = names.length - 5;
  return rest > 1 ? [...names.slice(0, 5), `${number(rest)} more`] : [...names];
}

function methodLine({ plan, provider }: PreflightFacts): PreflightLine {
  const name = plan.method === 'dpo' ? 'Preference tuning (DPO)' : 'Supervised tuning';
  if (plan.method === 'dpo' && !provider.capabilities.dpo)
    return line('method', 'refused', {
      message: `${provider.name} does not offer preference tuning (DPO).`,
      remedy: 'Tune supervised, use another provider, or train with the kit in the dataset’s folder.',
    });
  return line('method', 'ok', { message: `${name} is offered.` });
}

/** What a method learns from, and the format that holds it: by its name in the window, and on the command line. */
const learnsFrom: Record<RunPlan['method'], { what: string; format: string }> = {
  supervised: { what: 'chats', format: '“Chat” (openai-chat)' },
  dpo: { what: 'preference pairs', format: '“Preference pairs” (openai-preference)' },
};

function datasetLines(dataset: DatasetFacts, facts: PreflightFacts): PreflightLine[] {
  const { plan, provider } = facts;
  const { train, validation } = dataset.files;
  const lines: PreflightLine[] = [];
  const needed = learnsFrom[plan.method];
  if (dataset.changed !== null)
    lines.push(
      line('dataset', 'refused', {
        message: `The ${dataset.changed} of the dataset is not as it was built: what the run costs cannot be told.`,
        remedy: changedRemedy,
      }),
    );
  if (dataset.erased > 0)
    lines.push(
      line('dataset', 'refused', {
        message: `The dataset holds ${counted(dataset.erased, 'sample')} that the team has erased since it was built.`,
        remedy: 'Build it again, and remove this one.',
      }),
    );
  if (!train) {
    const message = `The dataset has no ${needed.what} to train on.`;
    lines.push(line('file', 'refused', { message, remedy: `Build it again with ${needed.format}.` }));
    return lines;
  }
  lines.push(fileLine(train, provider.capabilities.largestFile));
  if (plan.validation && validation) {
    const checked = fileLine(validation, provider.capabilities.largestFile, true);
    if (checked.level !== 'ok') lines.push(checked);
  }
  if (plan.validation && !validation)
    lines.push(
      line('file', 'refused', {
        message: `The dataset has no ${needed.what} for validation.`,
        remedy: 'Leave the validation file out, or build with a share for validation.',
      }),
    );
  lines.push(...lengthLines(train, provider.capabilities.longestExample));
  if (dataset.holdout === 0)
    lines.push(
      line('holdout', 'warning', {
        message: 'The dataset holds nothing out: there will be nothing untouched to judge the tuned model by.',
        remedy:
          'Build with a share that is held out, and run that one. What was trained on is never held out: it takes samples ' +
          'that no dataset has yet.',
      }),
    );
  lines.push(...repeatLines(facts));
  return lines;
}

function fileLine({ file, changed, findings, first }: FileFacts, largest: number, isValidation = false): PreflightLine {
  const name = isValidation ? 'The validation file' : 'The training file';
  if (changed)
    return line('file', 'refused', {
      message: `${name} is not as it was built.`,
      remedy: changedRemedy,
    });
  if (findings > 0) {
    const where =
      !first || first.line === 0 ? '' : ` in line ${number(first.line)}${first.field === '' ? '' : `, ${first.field}`}`;
    return line('file', 'refused', {
      message: `${name} has ${counted(findings, 'fault')} that the provider would refuse; the first is${where}: ${first?.message ?? ''}`,
      remedy: first?.remedy ?? 'Build the dataset again.',
    });
  }
  if (file.bytes > largest)
    return line('file', 'refused', {
      message: `${name} has ${number(file.bytes)} bytes, and the provider takes ${number(largest)}.`,
      remedy: 'Build a smaller dataset, or train with the kit in its folder.',
    });
  if (!isValidation && file.rows < advisedExamples)
    return line('file', 'warning', {
      message: `The training file has ${counted(file.rows, 'example')}; at least ${advisedExamples} are advised.`,
      remedy: 'Label more first, if you can.',
      source: 'https://developers.openai.com/api/docs/guides/supervised-fine-tuning',
    });
  return line('file', 'ok', {
    message: `${name} is whole and has nothing that would be refused: ${counted(file.rows, 'example')}.`,
  });
}

function lengthLines({ tokens }: FileFacts, longest: number | null): PreflightLine[] {
  if (longest === null) return [];
  let over = 0;
  for (const [size, examples] of tokens) if (size > longest) over += examples;
  if (over === 0) return [];
  return [
    line('length', 'warning', {
      message: `${counted(over, 'example')} ${over === 1 ? 'is' : 'are'} longer than ${number(longest)} tokens, and the end would be cut off without a word.`,
      remedy: 'Build with a bound for tokens, so that they stay out.',
    }),
  ];
}

function repeatLines({ plan, earlier }: PreflightFacts): PreflightLine[] {
  const same = earlier.filter(
    ({ model, method, phase }) =>
      model === plan.model && method === plan.method && (!isOver(phase) || ['asks', 'succeeded'].includes(phase)),
  );
  const [last] = same;
  if (!last) return [];
  const what =
    last.phase === 'succeeded' ? 'has been tuned on this dataset already' : 'is being tuned on this dataset already';
  return [
    line('repeat', 'warning', {
      message: `${plan.model} ${what} (run of ${dayText(last.createdAt.slice(0, 10), true)}).`,
      remedy: 'A second run is paid for as well.',
    }),
  ];
}

function costLine({ plan }: PreflightFacts, estimate: NonNullable<Preflight['estimate']>): PreflightLine {
  const passes = `${counted(estimate.epochs, 'epoch')}${plan.epochs === null ? ' (the provider chooses; this many are usual)' : ''}`;
  const pairs = plan.method === 'dpo' ? ' (a prompt counts with either answer)' : '';
  const tokens = `${number(estimate.tokens)} tokens${pairs} × ${passes}`;
  if (estimate.price === null)
    return line('cost', 'warning', {
      message: `${tokens}: what that costs is not known, because the price table has no price for training ${plan.model}.`,
      remedy: 'Enter the price under Readiness, costs; or begin all the same, and say so.',
    });
  const { amount, currency } = estimate;
  const { perMillion, asOf, source } = estimate.price;
  return line('cost', 'ok', {
    message: `${plan.method === 'dpo' ? 'At most about' : 'About'} ${amountText(amount, currency)}: ${tokens}, at ${amountText(perMillion, currency)} a million (prices of ${dayText(asOf, true)}).`,
    source,
  });
}

/** Whole days from now until then. */
const daysUntil = (then: number, now: number): number => Math.floor((then - now) / dayMs);
