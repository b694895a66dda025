import { type Backend, startBackend } from '../backend/backend.ts';
import { type Device, foundTeam, insertSamples } from '../backend/team.ts';
import { grow } from './corpus.ts';
import { note } from './note.ts';

const inserted = 5_000;

/** A team's server on a real Postgres, with so many samples. Whoever asks for it closes it. */
export async function filledBackend(samples: number): Promise<{ backend: Backend; lead: Device }> {
  const backend = await startBackend({ driver: 'postgres' });
  const lead = await foundTeam(backend);
  note(`giving the server ${samples.toLocaleString('en')} samples`);
  let rows = [];
  for (const row of grow({ samples, slim: false })) {
    rows.push(row);
    if (rows.length < inserted) continue;
    await insertSamples(backend, rows);
    rows = [];
  }
  await insertSamples(backend, rows);
  await backend.sql('analyze');
  return { backend, lead };
}
