import { z } from 'zod';
import type { CheckedFeed } from '../../../shared/sync/protocol.ts';
import { type Compared, teamSchema } from '../../../shared/sync/status.ts';
import { OutboxReader } from '../outbox/outbox.ts';
import { optimizeTexts } from '../samples/write.ts';
import { openReadonly, openWritable, translate } from '../store/database.ts';
import { rewrite } from '../store/rewrite.ts';
import { compareFeed } from './check.ts';
import { stopped } from './failures.ts';
import { type PageNews, type Probe, Puller, type Stored } from './pull.ts';
import { type Pushed, Pusher } from './push.ts';
import { Server } from './server.ts';

export const syncThreadSchema = z.object({
  team: teamSchema,
  device: z.string(),
  memberId: z.string(),
  files: z.object({ work: z.string(), corpus: z.string() }),
});
export type SyncThreadData = z.infer<typeof syncThreadSchema>;

/**
 * What the sync thread does: it talks to the team's server, and writes what it tells into corpus.db. It decides nothing: the
 * main thread asks for each step, gives the token for it, and writes work.db.
 */
export function openSyncApi({ team, device, memberId, files }: SyncThreadData) {
  const stopping = new AbortController();
  const corpus = openWritable(files.corpus, 'normal');
  const work = openReadonly(files.work);
  const server = new Server(team, stopping.signal);
  const puller = new Puller(corpus, server, device, memberId);
  const pusher = new Pusher(new OutboxReader(work), server);

  /** A full disk says so, whatever was being written. */
  async function onDisk<T>(write: () => T | Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw translate(files.corpus, error);
    }
  }

  const api = {
    /** Whether the server has anything new. */
    probe({ token }: { token: string }): Promise<Probe> {
      return puller.probe(token);
    },
    /** Asks for the next page. */
    fetch({ token }: { token: string }): Promise<PageNews> {
      return onDisk(() => puller.fetch(token));
    },
    /** How many rows there are behind the newest page that came. */
    remaining({ token }: { token: string }): Promise<number> {
      return puller.remaining(token);
    },
    store(_: null): Promise<Stored> {
      return onDisk(() => puller.store());
    },
    reset(_: null): void {
      puller.reset();
    },
    sweeping(_: null): boolean {
      return puller.sweeping;
    },
    beginSweep(_: null): Promise<void> {
      return onDisk(() => puller.beginSweep());
    },
    settleSweep({ token }: { token: string }): Promise<void> {
      return onDisk(() => puller.settleSweep(token));
    },
    endSweep(_: null): Promise<void> {
      return onDisk(() => puller.endSweep());
    },
    /** Takes everything of the team off this device. */
    leave(_: null): Promise<void> {
      return onDisk(() => puller.leave());
    },
    /** Leaves no trace in corpus.db of what was erased; false when it is to be tried again. */
    purge(_: null): Promise<boolean> {
      return onDisk(() => {
        optimizeTexts(corpus);
        return rewrite(corpus);
      });
    },
    /** Compares a feed with the server, right behind the last page of a pull. */
    async compare({ token, feed }: { token: string; feed: CheckedFeed }): Promise<Compared> {
      const { reached, role } = puller;
      if (reached === null || role === null) throw new Error('there is nothing pulled to compare');
      const answer = await server.check(token, feed, reached);
      return compareFeed(corpus, { feed, role, signal: stopping.signal }, answer);
    },
    push({ token, after }: { token: string; after: number }): Promise<Pushed | null> {
      return pusher.next({ token, device }, memberId, after);
    },
    /** Ends every call to the server that is under way. */
    stop(_: null): void {
      stopping.abort(stopped());
    },
  };

  return {
    api,
    close(): void {
      corpus.close();
      work.close();
    },
  };
}
export type SyncApi = ReturnType<typeof openSyncApi>['api'];
