import { existsSync } from 'node:fs';
import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { channels } from '../../shared/contract/bridge.ts';
import type { CallResult } from '../../shared/contract/call.ts';
import { type CallName, calls, type ShellCallName, shellCalls } from '../../shared/contract/calls.ts';
import { AssayError, toReport } from '../../shared/errors.ts';
import { appOrigin } from './assets.ts';
import type { Grants } from './grants.ts';

/** True when a message comes from the window's own page: its main frame, on our origin, at this moment. */
function isTrusted(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === appOrigin;
}

function refuse(message: string): CallResult<never> {
  const remedy = 'This is a defect, or a page that is not ours.';
  return {
    ok: false,
    error: toReport(new AssayError({ kind: 'invalid-input', message, safe: 'Nothing was changed.', remedy })),
  };
}

function isCall(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

export function isShellCall(name: CallName): name is ShellCallName {
  return Object.hasOwn(shellCalls, name);
}

/** The one door between page and main process: sender, then name; input and output are parsed behind `answer`. */
export function openDoor(
  answer: (name: CallName, input: unknown) => Promise<CallResult<unknown>>,
  grants: Grants,
): void {
  ipcMain.handle(channels.call, (event, name: unknown, input: unknown) => {
    if (!isTrusted(event)) return refuse('A call from a foreign page was refused.');
    if (!isCall(name)) return refuse('There is no such call.');
    return answer(name, input);
  });
  // The preload reads the path from the dropped file itself; a page cannot make one up.
  ipcMain.handle(channels.dropped, (event, path: unknown) => {
    if (!isTrusted(event) || typeof path !== 'string' || path === '' || !existsSync(path)) return null;
    return grants.allowRead(path);
  });
}
