import type {
  ApprovalFinding,
  CorrectionPattern,
  CorrectionsFinding,
  CostFinding,
  CoverageFinding,
  Finding,
  HighQualityFinding,
  HumanReviewedFinding,
  Readiness,
  ReReviewFinding,
  TrendFinding,
} from '../domain/readiness.ts';
import {
  costInputNames,
  counted,
  criterionNames,
  hundredth,
  listed,
  money,
  number,
  percent,
  points,
  sentence,
  span,
  versionName,
} from './readiness-words.ts';

/** A finding in words, for window, command line and report alike. */
export type FindingText = {
  title: string;
  /** The number that decides, as short as it can be. */
  number: string;
  evidence: string;
  /** What would settle it, as a sentence; null where nothing is open. */
  settle: string | null;
};

type Words = Omit<FindingText, 'title'>;

export function findingText(finding: Finding): FindingText {
  return { title: criterionNames[finding.criterion].title, ...wordsOf(finding) };
}

function wordsOf(finding: Finding): Words {
  switch (finding.criterion) {
    case 'high_quality':
      return highQuality(finding);
    case 'approval':
      return approval(finding);
    case 'trend':
      return trend(finding);
    case 'corrections':
      return corrections(finding);
    case 'cost':
      return cost(finding);
    case 're_review':
      return reReview(finding);
    case 'coverage':
      return coverage(finding);
    case 'human_reviewed':
      return humanReviewed(finding);
  }
}

/** The page's title and the line below it. */
export function overallText({ overall, findings }: Pick<Readiness, 'overall' | 'findings'>): {
  title: string;
  detail: string;
} {
  const named = (verdict: Finding['verdict']) =>
    listed(findings.filter((finding) => finding.verdict === verdict).map((f) => criterionNames[f.criterion].inText));
  const met = findings.filter(({ verdict }) => verdict === 'met').length;
  const title = {
    ready: 'Ready to fine-tune',
    'ready but': `Ready to fine-tune, but for ${named('not met')}`,
    'cannot tell': 'Cannot tell yet whether to fine-tune',
    'not ready': 'Not ready to fine-tune',
  }[overall];
  const parts = [
    overall === 'not ready' ? `${met} of ${findings.length} criteria are met; not met: ${named('not met')}.` : '',
    named('cannot tell') === '' ? '' : `Open: ${named('cannot tell')}.`,
    ...findings.filter(({ verdict }) => verdict === 'not met').map(settlingText),
  ];
  const detail = parts.filter((part) => part !== '').join(' ');
  return { title, detail: detail === '' ? 'Every criterion is met.' : detail };
}

/** What would settle a criterion, by its name: beside others nobody could tell whose it is. */
function settlingText(finding: Finding): string {
  const { title, settle } = findingText(finding);
  return settle === null ? '' : `${title}: ${settle}`;
}

function highQuality({ samples, needed, ideal, settle }: HighQualityFinding): Words {
  return {
    number: samples === null ? 'not counted' : number(samples),
    evidence: `of ${number(needed)} needed, ${number(ideal)} ideal`,
    settle: settle ? `${counted(settle.samples, 'more sample')} past the gate would do.` : null,
  };
}

function approval({ approval, bar, version, lookedAt, labels, settle, verdict }: ApprovalFinding): Words {
  const where = { met: 'below', 'not met': 'not below', 'cannot tell': 'to be told from' }[verdict];
  const seen = `${counted(approval?.n ?? 0, 'first-pass label')} drawn at random`;
  return {
    number: approval ? `${percent(approval.share)} %` : 'no labels',
    evidence: approval
      ? `${percent(approval.low)} to ${percent(approval.high)}, ${where} ${number(100 * bar)} %; ${seen}` +
        `${version ? `, ${versionName(version)}` : ''}${lookedAt === null ? '' : `, as of ${number(lookedAt)} of ${number(labels)}`}`
      : 'It takes first-pass labels in random order.',
    settle: settle && untilDecided(settle, labels > 0),
  };
}

/** @param known whether there is anything to go by */
function untilDecided({ toNextLook, toDecide }: NonNullable<TrendFinding['settle']>, known: boolean): string {
  const next = `The next look is after ${counted(toNextLook, 'more label')} in random order`;
  if (!known) return `${next}.`;
  if (toDecide === null) return `${next}; more of the same would hardly settle it.`;
  if (toDecide === toNextLook) return `${next} and settles it if approval stays as it is.`;
  return `${next}; about ${number(toDecide)} settle it if approval stays as it is.`;
}

function trend({ trend, looks, margin, settle }: TrendFinding): Words {
  const last = looks.at(-1);
  if (!last)
    return {
      number: 'too few labels',
      evidence: 'no look so far',
      settle: settle && untilDecided(settle, settle.toDecide !== null),
    };
  const { gain, recent } = last;
  const is = {
    rising: `rising: surely more than ${points(gain.low)}`,
    falling: `falling: surely below ${points(gain.high)}`,
    plateaued: `surely less than ${points(gain.high)}, and ${number(100 * margin)} would count`,
    unknown: `between ${points(gain.low)} and ${points(gain.high)}`,
  }[trend];
  return {
    number: `${points(gain.estimate)} points`,
    evidence: `last ${number(recent.n)} against the ${number(recent.n)} before, ${is}`,
    settle: settle && untilDecided(settle, true),
  };
}

function corrections({ consistent, covered, edits, promptable, settle }: CorrectionsFinding): Words {
  const prompt = promptable === 0 ? '' : `; ${number(promptable)} might be a prompt line instead`;
  const more = settle && settle.edits > 0 ? counted(settle.edits, 'more edit') : null;
  const second = settle?.secondLabeler ? 'edits by a second labeler' : null;
  const needs = [more, second].filter((part) => part !== null);
  return {
    number: counted(consistent, 'pattern'),
    evidence:
      consistent === 0
        ? `in ${counted(edits, 'edit')}`
        : `cover ${number(100 * covered)} % of ${counted(edits, 'edit')}${prompt}`,
    settle: needs.length === 0 ? null : `${sentence(`${listed(needs)} would settle it`)}`,
  };
}

function cost(finding: CostFinding): Words {
  const { paysBackMonths, monthly, once, currency, monthsToShutdown, breakEvenGain, settle, verdict } = finding;
  const until = monthsToShutdown === null ? '' : `, ${span(monthsToShutdown)} until the model’s shutdown`;
  const figures =
    once === null || monthly === null
      ? ''
      : `${money(once, currency)} once, ${money(monthly, currency)} a month in return${until}`;
  const prices = finding.prices ? `${figures === '' ? '' : '; '}prices of ${finding.prices.asOf}` : '';
  const gain =
    breakEvenGain !== null && breakEvenGain <= 1
      ? `A gain of ${percent(breakEvenGain)} points in approval would pay back.`
      : null;
  return {
    number: {
      met: `pays back in ${span(paysBackMonths ?? 0)}`,
      'not met': monthly !== null && monthly <= 0 ? 'never pays back' : 'not before the shutdown',
      'cannot tell': 'not known',
    }[verdict],
    evidence: `${figures}${prices}` || 'no estimate yet',
    settle: settle
      ? sentence(`missing: ${listed(settle.inputs.map((input) => costInputNames[input]))}`)
      : verdict === 'not met'
        ? gain
        : null,
  };
}

function reReview({ approved, bar, settle }: ReReviewFinding): Words {
  const needs = `needs ${number(100 * bar)} %`;
  return {
    number: approved ? `${percent(approved.share)} %` : 'none yet',
    evidence: approved
      ? `${percent(approved.low)} to ${percent(approved.high)}, on ${number(approved.n)} re-reviewed, ${needs}`
      : needs,
    settle:
      settle &&
      (settle.reReviews === null
        ? 'It is too close to the bar for any number of re-reviews.'
        : `About ${counted(settle.reReviews, 'more re-review')} would settle it.`),
  };
}

/** A sentence names so many intents: the table of coverage holds them all. */
const named = 3;

function coverage({ thin, entropy, collectedEntropy, unnamed, cells, settle }: CoverageFinding): Words {
  const even = entropy === null ? 'too few intents to compare' : `entropy ${hundredth(entropy)}`;
  const all = collectedEntropy === null ? '' : `, of all collected ${hundredth(collectedEntropy)}`;
  const without =
    unnamed.collected === 0 ? '' : `; ${counted(unnamed.collected, 'sample names', 'samples name')} no intent`;
  const short = cells.filter((cell) => cell.more > 0).sort((a, b) => b.more - a.more);
  const names = short.slice(0, named).map(({ intent, more }) => `${number(more)} of ${intent ?? 'rare intents'}`);
  const others = short.length - names.length;
  return {
    number: counted(thin, 'thin cell'),
    evidence: `${even}${all}${without}`,
    settle:
      settle &&
      `About ${counted(settle.samples, 'more sample')} would settle it: ${listed(others === 0 ? names : [...names, `more of ${counted(others, 'other intent')}`])}.`,
  };
}

function humanReviewed({ share, dataset, settle }: HumanReviewedFinding): Words {
  return {
    number: share === null ? 'nothing yet' : `${number(Math.floor(100 * share))} %`,
    evidence: `of ${counted(dataset, 'sample')} that would be exported`,
    settle: settle ? `${counted(settle.reviews, 'more review')} would do.` : null,
  };
}

/** What a pattern changes, in a line. */
export function patternText({ kind, removed, added, place, reason }: CorrectionPattern): string {
  const where = place === null ? '' : ` at the ${place}`;
  const why = reason === null ? '' : ` (${reason.replaceAll('_', ' ')})`;
  switch (kind) {
    case 'added_sentence':
    case 'added_phrase':
      return `adds “${added}”${where}`;
    case 'removed_sentence':
    case 'removed_phrase':
      return `removes “${removed}”${where}`;
    case 'replaced_phrase':
      return `writes “${added}” for “${removed}”`;
    case 'shorter':
    case 'longer':
      return `makes the answer ${kind}${why}`;
  }
}
