import type { CDPSession } from '@playwright/test';

/*
 * The DevTools protocol's types, taken from Playwright's public CDPSession: it carries the whole protocol at the
 * version that is installed, so that no second package has to be kept in step with it.
 */
declare const session: CDPSession;

export type Command = Parameters<CDPSession['send']>[0];
export type CommandParams<M extends Command> = Parameters<typeof session.send<M>>[1];
export type CommandResult<M extends Command> = Awaited<ReturnType<typeof session.send<M>>>;

/** The events that the host listens to. */
type EventName =
  | 'Debugger.paused'
  | 'Fetch.requestPaused'
  | 'Page.domContentEventFired'
  | 'Page.frameAttached'
  | 'Page.frameDetached'
  | 'Page.frameNavigated'
  | 'Page.frameRequestedNavigation'
  | 'Page.frameStartedNavigating'
  | 'Page.frameStoppedLoading'
  | 'Page.javascriptDialogOpening'
  | 'Page.loadEventFired'
  | 'Page.navigatedWithinDocument'
  | 'Page.windowOpen'
  | 'Runtime.bindingCalled'
  | 'Runtime.consoleAPICalled'
  | 'Runtime.executionContextsCleared'
  | 'Target.attachedToTarget'
  | 'Target.detachedFromTarget'
  | 'Target.targetCrashed';

export type EventParams<M extends EventName> = Parameters<Parameters<typeof session.on<M>>[1]>[0];

export type ProtocolEvent = {
  [M in EventName]: { method: M; params: EventParams<M>; sessionId?: string };
}[EventName];
