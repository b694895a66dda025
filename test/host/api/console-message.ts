import type { Event, WebContentsConsoleMessageEventParams, WebFrameMain } from 'electron';
import type { EventParams } from '../chromium/protocol.ts';
import { cancelable } from './event.ts';

type Level = WebContentsConsoleMessageEventParams['level'];

const LEVELS = new Map<string, Level>([
  ['assert', 'error'],
  ['debug', 'debug'],
  ['error', 'error'],
  ['warning', 'warning'],
]);

export function consoleMessage(
  { type, args, stackTrace }: EventParams<'Runtime.consoleAPICalled'>,
  frame: WebFrameMain,
): Event<WebContentsConsoleMessageEventParams> {
  const [caller] = stackTrace?.callFrames ?? [];
  return cancelable({
    level: LEVELS.get(type) ?? 'info',
    message: args.map((arg) => String(arg.value ?? arg.description ?? arg.type)).join(' '),
    lineNumber: (caller?.lineNumber ?? -1) + 1,
    sourceId: caller?.url ?? '',
    frame,
  });
}
