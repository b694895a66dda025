const dayMs = 86_400_000;

/** The ISO 8601 week of a moment, in UTC: its name and its Monday. */
export function weekOf(ms: number): { week: string; monday: string } {
  const midnight = Math.floor(ms / dayMs) * dayMs;
  const daysSinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  const monday = midnight - daysSinceMonday * dayMs;
  // A week belongs to the year of its Thursday.
  const year = new Date(monday + 3 * dayMs).getUTCFullYear();
  const number = 1 + Math.floor((monday + 3 * dayMs - Date.UTC(year, 0, 1)) / (7 * dayMs));
  return { week: `${year}-W${String(number).padStart(2, '0')}`, monday: new Date(monday).toISOString().slice(0, 10) };
}
