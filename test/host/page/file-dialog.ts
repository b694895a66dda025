import type { DialogAnswer, FilesRequest, Listing } from './dialog-messages.ts';
import type { createList } from './list.ts';
import type { Modal } from './modal.ts';

type Entry = Listing['entries'][number];

/** Runs in the isolated world as its own source text: Electron's open and save dialogs. */
export function showFiles(
  modal: Modal,
  listOf: typeof createList,
  request: FilesRequest,
  ask: (path: string) => Promise<Listing>,
  answer: (answer: DialogAnswer) => void,
): void {
  const { element } = modal;
  const { mode } = request;
  let listing: Listing | undefined;
  /** What the arrow keys have reached; Enter opens it. Typing lets go of it. */
  let reached: Entry | undefined;
  /** The path that was already warned of: a second press replaces the file. */
  let warned = '';

  const listFolder = async (folder: string) => {
    modal.setBusy(true);
    const found = await ask(folder);
    modal.setBusy(false);
    return found;
  };

  const path = element('input', { ariaLabel: 'Path', spellcheck: false, autofocus: true });
  const notice = element('p', { role: 'status' }, request.message);
  const filter = element('select', { ariaLabel: 'Kind of file' });
  filter.append(
    ...request.filters.map(({ name, extensions }, index) =>
      element('option', { value: String(index) }, `${name} (${extensions.map((ending) => `*.${ending}`).join(', ')})`),
    ),
  );
  const accept = element('button', { onclick: () => choose() }, request.buttonLabel);
  const cancel = element('button', { onclick: () => answer({ kind: 'cancel' }) }, 'Cancel');
  const up = element('button', { onclick: () => listing?.parent && void go(listing.parent) }, 'Up');

  const list = listOf<Entry>(
    modal,
    'Files and folders',
    (entry) => {
      reached = entry;
      // In save mode a folder is a place to look into, and the name that was typed stays.
      if (mode !== 'save' || !entry.isFolder) path.value = entry.path;
    },
    (entry) => void (entry.isFolder ? go(entry.path) : choose(entry.path)),
  );
  list.node.classList.add('files');

  const admitted = (entry: Entry) => {
    if (entry.isFolder) return true;
    if (mode === 'folder') return false;
    const extensions = request.filters[Number(filter.value)]?.extensions ?? ['*'];
    return extensions.some((ending) => ending === '*' || entry.name.toLowerCase().endsWith(`.${ending.toLowerCase()}`));
  };

  const draw = () => {
    const entries = listing?.entries.filter(admitted) ?? [];
    list.fill(
      entries.map((entry) => ({
        value: entry,
        label: entry.isFolder ? `${entry.name}${listing?.separator}` : entry.name,
        hint: '',
        enabled: true,
      })),
    );
  };

  const inFolder = (folder: Listing, name: string) =>
    folder.folder.endsWith(folder.separator) ? folder.folder + name : folder.folder + folder.separator + name;

  const go = async (to: string) => {
    const next = await listFolder(to);
    notice.textContent = next.error || request.message;
    if (next.error) return;
    const name = mode === 'save' ? (path.value.split(next.separator).at(-1) ?? '') : '';
    listing = next;
    reached = undefined;
    path.value = name || mode !== 'folder' ? inFolder(next, name) : next.folder;
    path.setSelectionRange(path.value.length, path.value.length);
    draw();
  };

  /** A folder is looked into, unless a folder is what was asked for. */
  const choose = async (wanted = path.value) => {
    if (wanted === '') return;
    const found = await listFolder(wanted);
    const isFolder = found.error === '';
    const known = listing?.entries.some((entry) => entry.path === wanted) ?? false;
    if (isFolder && mode !== 'folder') return go(wanted);
    if (mode === 'file' && !known && !found.isFile) {
      notice.textContent = found.error;
      return;
    }
    if (mode === 'save' && found.isFile && warned !== wanted) {
      warned = wanted;
      notice.textContent = `${wanted} exists. Press ${request.buttonLabel} again to replace it.`;
      return;
    }
    answer({ kind: 'path', path: wanted });
  };

  filter.onchange = draw;
  const controls = element('footer', {}, up, cancel, accept);
  if (request.filters.length > 1 && mode !== 'folder') controls.prepend(filter);
  modal.show([element('h2', {}, request.title), path, list.node, notice, controls], {
    keys(event) {
      if (event.key === 'ArrowUp' && event.altKey) up.click();
      else if (list.keys(event)) return true;
      else if (event.key !== 'Enter' || !path.matches(':focus')) return false;
      else if (reached?.isFolder) void go(reached.path);
      else void choose();
      return true;
    },
    typed() {
      warned = '';
      reached = undefined;
    },
    cancel: () => answer({ kind: 'cancel' }),
  });
  path.value = request.name;
  void go(request.folder);
}
