/** Ids of samples are the second of `created_at` × this, plus a count within the second: see the migration that makes `samples`. */
export const idsPerSecond = 2 ** 20;
