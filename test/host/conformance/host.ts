import { join } from 'node:path';
import { test as base, expect } from '../../e2e/fixture.ts';

export { host } from '../../e2e/fixture.ts';
export { expect };

/** What the conformance app's preload exposes; the specs say what they expect of each. */
type Bridge = {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  send(channel: string, ...args: unknown[]): void;
  on(channel: string, listener: (...args: unknown[]) => void): () => void;
  typesRoundTrip(): Promise<Record<'sent' | 'there' | 'back', string[]> & { exact: Record<string, boolean> }>;
  pathOf(file: File): string;
  process: { platform: string; sandboxed: boolean; argv: string[] };
  add(a: number, b: number): number;
  twiceLater(promise: Promise<number>, callback: (value: number) => number): Promise<number>;
  fail(): void;
  failLater(): Promise<void>;
  giveFresh(): { list: number[] };
  nested: { list: [number, { call(): string }]; date: Date; map: Map<string, number> };
  loop: { name: string; self: unknown };
  isolatedPage(): string;
  reach(name: string): string;
  rebind(): string;
};

/** What the conformance app's main script writes down. */
type Seen = {
  requests: { url: string; method: string; origin: string | null; initiator: string | null }[];
  navigations: { name: string; url: string; isMainFrame: boolean }[];
  opened: string[];
  asked: string[];
  checked: { permission: string; origin: string }[];
  second: { argv: string[]; cwd: string; data: unknown }[];
  gone: string[];
  console: { level: string; message: string }[];
};

declare global {
  interface Window {
    bridge: Bridge;
    bridgeAtStart: string;
    violations: string[];
    picked: File | undefined;
  }
  var seen: Seen;
}

export const conformanceApp = join(import.meta.dirname, 'app');

export const test = base.extend<{ seen: () => Promise<Seen> }>({
  appRoot: conformanceApp,
  seen: ({ app }, use) => use(() => app.evaluate(() => globalThis.seen)),
});
