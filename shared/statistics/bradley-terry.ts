/** How often one beat another. */
export type Win = { winner: string; loser: string; times: number };

const rounds = 10_000;

/**
 * Strengths of several competitors from who beat whom: the chance that one beats another is its share of both strengths.
 *
 * Source: Bradley and Terry (1952), Rank analysis of incomplete block designs. Biometrika 39, 324-345; found by the
 * iteration that Hunter proves to converge (2004), MM algorithms for generalized Bradley-Terry models. Annals of Statistics
 * 32, 384-406.
 *
 * @returns a strength for each name, their geometric mean 1
 * @throws RangeError where no strengths are likeliest: some group has never beaten another, or never lost to it
 */
export function bradleyTerry(wins: readonly Win[]): Map<string, number> {
  const names = [...new Set(wins.flatMap(({ winner, loser }) => [winner, loser]))].sort();
  if (!connected(names, wins)) throw new RangeError('some have never won against the others, or never lost');
  let strengths = new Map(names.map((name) => [name, 1]));
  for (let round = 0; round < rounds; round++) {
    const next = normalised(updated(strengths, wins));
    const change = Math.max(...names.map((name) => Math.abs(Math.log(of(next, name) / of(strengths, name)))));
    strengths = next;
    if (change < 1e-12) break;
  }
  return strengths;
}

/** Everybody's wins, divided by how many comparisons with the others would make of one unit of strength. */
function updated(strengths: ReadonlyMap<string, number>, wins: readonly Win[]): Map<string, number> {
  const won = new Map<string, number>();
  const met = new Map<string, number>();
  for (const { winner, loser, times } of wins) {
    const share = times / (of(strengths, winner) + of(strengths, loser));
    won.set(winner, of(won, winner) + times);
    for (const name of [winner, loser]) met.set(name, of(met, name) + share);
  }
  return new Map([...strengths.keys()].map((name) => [name, of(won, name) / of(met, name)]));
}

function normalised(strengths: ReadonlyMap<string, number>): Map<string, number> {
  const logs = [...strengths.values()].reduce((sum, strength) => sum + Math.log(strength), 0);
  const scale = Math.exp(logs / strengths.size);
  return new Map([...strengths].map(([name, strength]) => [name, strength / scale]));
}

/** True when a chain of wins leads from everybody to everybody. */
function connected(names: readonly string[], wins: readonly Win[]): boolean {
  const [start] = names;
  if (start === undefined) return true;
  const reachesAll = (from: 'winner' | 'loser', to: 'winner' | 'loser') => {
    const reached = new Set([start]);
    for (const name of reached) for (const win of wins) if (win.times > 0 && win[from] === name) reached.add(win[to]);
    return reached.size === names.length;
  };
  return reachesAll('winner', 'loser') && reachesAll('loser', 'winner');
}

function of(values: ReadonlyMap<string, number>, name: string): number {
  return values.get(name) ?? 0;
}
