import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import { onlyKnown } from '../guard.ts';
import { HostEmitter } from './emitter.ts';
import { cancelable } from './event.ts';

/** Told on stderr: the host has no place in the desktop's notification area. */
class HostNotification
  extends HostEmitter
  implements Pick<ElectronNotification, 'title' | 'body' | 'silent' | 'show' | 'close'>
{
  title: string;
  body: string;
  silent: boolean;

  constructor(options: NotificationConstructorOptions = {}) {
    super('Notification');
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
  }

  show(): void {
    console.error(`[notification] ${this.title}: ${this.body}`);
    this.emit('show', cancelable({}));
  }
  close(): void {
    this.emit('close', cancelable({}));
  }
}

export const Notification = onlyKnown(
  Object.assign(HostNotification, { isSupported: () => true } satisfies Pick<
    typeof ElectronNotification,
    'isSupported'
  >),
  'Notification',
);
