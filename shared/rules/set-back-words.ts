import type { ExperimentState } from '../domain/live-experiment.ts';
import type { SetBack } from '../domain/set-back.ts';
import { decisionNames } from './live-experiment-words.ts';

/** What has happened, where somebody is told what of theirs it has set back. */
export const restoredWords = {
  title: 'The team’s server was restored to an earlier time',
  text: 'What leads had decided since is lost there, and no device sends it again.',
};

type Words = { was: string; remedy: string };

/** What was set back, and what a lead can do about it. */
export function setBackText(one: SetBack, date: (iso: string) => string): Words {
  return one.what === 'experiment' ? experimentText(one, date) : agentText(one, date);
}

const became: Record<ExperimentState, string> = {
  planned: 'planned',
  running: 'started',
  stopped: 'stopped',
  decided: 'decided',
};

const isNow: Record<ExperimentState, string> = {
  planned: 'is planned again',
  running: 'runs again',
  stopped: 'is stopped and undecided',
  decided: 'is decided',
};

function experimentText(
  { name, agent, was, now }: Extract<SetBack, { what: 'experiment' }>,
  date: (iso: string) => string,
): Words {
  const verdict = was.verdict === null ? '' : ` (${decisionNames[was.verdict].toLowerCase()})`;
  const then = `was ${became[was.state]} on ${date(was.at)}${verdict}`;
  return {
    was: `“${name}” on ${agent} ${then} and ${now === null ? 'is gone' : isNow[now]}.`,
    remedy: remedyOf(was.state, now),
  };
}

function remedyOf(was: ExperimentState, now: ExperimentState | null): string {
  if (now === null) return 'Plan it again if you still need it.';
  if (now === 'planned') return 'Start it again if you still need it.';
  return was === 'stopped' ? 'Stop it again.' : 'Decide it again.';
}

function agentText({ was, now }: Extract<SetBack, { what: 'agent' }>, date: (iso: string) => string): Words {
  const model = now ?? 'the model that is built into it';
  const had = `${was.to} was rolled out on ${date(was.at)} by ${was.by}: “${was.why}”`;
  return {
    was: `${was.agent} answers again with ${model}; ${had}`,
    remedy: 'Roll it out again.',
  };
}
