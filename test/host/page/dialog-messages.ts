/** What a host-drawn dialog shows, and what comes back. Part of the messages between host and page. */
export type DialogRequest =
  | {
      kind: 'message';
      severity: 'none' | 'info' | 'error' | 'question' | 'warning';
      title: string;
      message: string;
      detail: string;
      buttons: string[];
      defaultId: number;
      cancelId: number;
      checkboxLabel: string;
      checkboxChecked: boolean;
    }
  | {
      kind: 'files';
      title: string;
      message: string;
      buttonLabel: string;
      /** `save` asks for one name that need not exist yet. */
      mode: 'save' | 'file' | 'folder';
      multiple: boolean;
      /** Named sets of extensions without the dot; `*` admits every file. */
      filters: { name: string; extensions: string[] }[];
      folder: string;
      name: string;
    }
  | { kind: 'menu'; sections: { label: string; items: MenuEntry[] }[] };

export type MenuEntry = {
  item: number;
  label: string;
  hint: string;
  enabled: boolean;
  checked: boolean;
  depth: number;
};

export type Listing = {
  folder: string;
  parent: string | null;
  error: string;
  entries: { name: string; folder: boolean; path: string }[];
};

export type DialogAnswer =
  | { kind: 'cancel' }
  | { kind: 'button'; button: number; checkbox: boolean }
  | { kind: 'paths'; paths: string[] };
