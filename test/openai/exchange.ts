import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './faults.ts';
import type { RouteName } from './routes.ts';

/** A request and what came of it, for who looks at the traffic. */
export type Exchange = {
  /** Null where there is no such route. */
  route: RouteName | null;
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  /** What a body of JSON says. */
  json: unknown;
  /** What a form says: its fields, and its file without its bytes. The digest of a part is not known. */
  form: {
    fields: Record<string, string>;
    file: { field: string; filename: string; bytes: number; sha256: string | null } | null;
  } | null;
  fault: Fault | null;
  /** Null where the connection was closed instead. `json` is null where a file or a page was answered. */
  answer: { status: number; json: unknown } | null;
};
