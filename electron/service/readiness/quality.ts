import type { HighQualityFinding, HumanReviewedFinding, ReReviewFinding } from '../../../shared/domain/readiness.ts';
import { wilson } from '../../../shared/statistics/wilson.ts';
import { proportion } from './proportion.ts';
import type { ReReview } from './re-review.ts';

/** The guide's numbers. */
const needed = 500;
const ideal = 1_000;
const reReviewBar = 0.9;
/** Nobody re-reviews more than this for one number. */
const mostReReviews = 10_000;

/** @param samples past the gate and after duplicates; null where nobody has counted */
export function highQualityFinding(samples: number | null): HighQualityFinding {
  const more = Math.max(0, needed - (samples ?? 0));
  return {
    criterion: 'high_quality',
    verdict: samples === null ? 'cannot tell' : more === 0 ? 'met' : 'not met',
    samples,
    needed,
    ideal,
    settle: samples !== null && more > 0 ? { samples: more } : null,
  };
}

/** @param reviewed how many samples of the dataset a person has judged, of all that it holds */
export function humanReviewedFinding({
  reviewed,
  dataset,
}: {
  reviewed: number;
  dataset: number;
}): HumanReviewedFinding {
  const verdict = dataset === 0 ? 'cannot tell' : reviewed === dataset ? 'met' : 'not met';
  return {
    criterion: 'human_reviewed',
    verdict,
    reviewed,
    dataset,
    share: dataset === 0 ? null : reviewed / dataset,
    settle: verdict === 'not met' ? { reviews: dataset - reviewed } : null,
  };
}

/** Whether the dataset itself holds up when somebody looks again: surely above the bar, surely not, or neither. */
export function reReviewFinding(reReviews: readonly ReReview[]): ReReviewFinding {
  const hits = reReviews.filter(({ approved }) => approved).length;
  const approved = proportion({ hits, n: reReviews.length });
  const above = approved !== null && approved.low > reReviewBar;
  const below = approved !== null && approved.high < reReviewBar;
  const verdict = above ? 'met' : below ? 'not met' : 'cannot tell';
  const finding = { criterion: 're_review', verdict, bar: reReviewBar, approved } as const;
  if (verdict !== 'cannot tell') return { ...finding, settle: null };
  // Without any, the fewest that could do: all of them approved.
  const rate = approved?.share ?? 1;
  const total = enough(rate);
  return { ...finding, settle: { reReviews: total === null ? null : Math.max(1, total - reReviews.length) } };
}

/** How many re-reviews at this rate exclude the bar; null where more than anybody would do. */
function enough(rate: number): number | null {
  const decides = (n: number) => {
    const { low, high } = wilson({ hits: Math.min(n, rate * n), n });
    return low > reReviewBar || high < reReviewBar;
  };
  if (!decides(mostReReviews)) return null;
  // The interval narrows with n, so the place where it begins to decide can be halved in on.
  let fails = 0;
  let works = mostReReviews;
  while (works - fails > 1) {
    const middle = Math.floor((fails + works) / 2);
    if (decides(middle)) works = middle;
    else fails = middle;
  }
  return works;
}
