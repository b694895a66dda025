/*
 * Dialogs and menus that Electron leaves to the desktop are drawn by the host inside the page, in its isolated world.
 * These are their parts of the messages between host and page.
 */

export type MessageRequest = {
  kind: 'message';
  severity: 'none' | 'info' | 'error' | 'question' | 'warning';
  title: string;
  message: string;
  detail: string;
  buttons: string[];
  defaultId: number;
  cancelId: number;
  /** Empty for none. */
  checkboxLabel: string;
  checkboxChecked: boolean;
};

export type FilesRequest = {
  kind: 'files';
  title: string;
  message: string;
  buttonLabel: string;
  /** `save` and `folder` also take what does not exist yet. */
  mode: 'save' | 'file' | 'folder';
  /** Sets of extensions without the dot; `*` admits every file. */
  filters: { name: string; extensions: string[] }[];
  /** The folder to start in, and in `save` mode the name to start with. */
  folder: string;
  name: string;
};

export type MenuRequest = {
  kind: 'menu';
  entries: ({ heading: string } | { item: number; label: string; hint: string; enabled: boolean; checked: boolean })[];
};

export type DialogRequest = MessageRequest | FilesRequest | MenuRequest;

export type DialogAnswer =
  | { kind: 'cancel' }
  | { kind: 'button'; button: number; checkbox: boolean }
  | { kind: 'path'; path: string }
  | { kind: 'item'; item: number };

/** A path as the file dialog sees it: a folder's content, or why it is none. */
export type Listing = {
  folder: string;
  isFile: boolean;
  /** Null at the root. */
  parent: string | null;
  separator: string;
  /** Empty when the folder could be read. */
  error: string;
  entries: { name: string; isFolder: boolean; path: string }[];
};
