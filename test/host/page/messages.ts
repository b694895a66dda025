import type { DialogAnswer, DialogRequest, Listing } from './dialog-messages.ts';

/** A key combination of a menu item, compiled from Electron's accelerator string. `key` is a KeyboardEvent's. */
export type Shortcut = { item: number; key: string; ctrl: boolean; alt: boolean; shift: boolean; meta: boolean };

export type PermissionKind = 'request' | 'check';

/** What a page's isolated world tells the host. The first element names the message. */
export type ToHost =
  | [kind: 'hello', url: string, dark: boolean]
  | [kind: 'send', channel: string, args: unknown[]]
  | [kind: 'invoke', id: number, channel: string, args: unknown[]]
  | [kind: 'preload-error', stack: string]
  | [kind: 'permission', id: number, permission: string, about: PermissionKind]
  | [kind: 'shortcut', item: number]
  | [kind: 'input']
  | [kind: 'focus', focused: boolean]
  | [kind: 'resize', width: number, height: number]
  | [kind: 'theme', dark: boolean]
  | [kind: 'title', title: string]
  | [kind: 'files']
  | [kind: 'menu']
  | [kind: 'list', id: number, path: string]
  | [kind: 'answer', id: number, answer: DialogAnswer];

/** What the host tells a page's isolated world. */
export type ToPage =
  | [kind: 'reply', id: number, ok: boolean, value: unknown]
  | [kind: 'event', channel: string, args: unknown[]]
  | [kind: 'permission', id: number, granted: boolean]
  | [kind: 'shortcuts', shortcuts: Shortcut[]]
  | [kind: 'dialog', id: number, request: DialogRequest]
  | [kind: 'listing', id: number, listing: Listing];

/** The isolated world's end of the line to the host. */
export type HostLink = {
  tell(...message: ToHost): void;
  hear<K extends ToPage[0]>(kind: K, listener: (message: Extract<ToPage, [K, ...unknown[]]>) => void): void;
};
