/** How many rounds a comparison takes: five give an order-statistics interval of 93.75 % (stats.ts). */
export const rounds = 5;

export type Round<R, P> = { reference: R; product: P };

/**
 * Measures reference and product in turn, so that both meet the same machine: what else runs on it, its disk, its
 * temperature. Which of them goes first changes from round to round.
 */
export async function interleave<R, P>(
  count: number,
  sides: { reference: (round: number) => Promise<R>; product: (round: number) => Promise<P> },
): Promise<Round<R, P>[]> {
  const measured: Round<R, P>[] = [];
  for (let round = 0; round < count; round++) {
    if (round % 2 === 0) {
      const reference = await sides.reference(round);
      measured.push({ reference, product: await sides.product(round) });
    } else {
      const product = await sides.product(round);
      measured.push({ reference: await sides.reference(round), product });
    }
  }
  return measured;
}
