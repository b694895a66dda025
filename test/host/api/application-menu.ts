import type { Menu as ElectronMenu } from 'electron';
import { onlyKnown } from '../guard.ts';
import type { MenuRequest } from '../page/dialog-messages.ts';
import type { Shortcut } from '../page/messages.ts';
import { shortcutOf } from './accelerator.ts';
import { askPage } from './ask-page.ts';
import { buildFromTemplate, everyItem, HostMenu, HostMenuItem } from './menu.ts';
import { ROLES } from './menu-roles.ts';
import { pageMessages } from './page-messages.ts';
import { openWindows } from './window-registry.ts';

let current: ElectronMenu | null = null;

const allItems = () => (current ? everyItem(current) : []);

const shortcuts = (): Shortcut[] =>
  allItems().flatMap(({ accelerator, registerAccelerator, commandId }) =>
    accelerator && registerAccelerator ? [shortcutOf(accelerator, commandId)] : [],
  );

function clickCommand(command: number): void {
  const item = allItems().find(({ commandId }) => commandId === command);
  if (item?.enabled) item.click();
}

/** Without the mark of the letter that a native menu underlines. */
const plain = (label: string) => label.replace(/&(.)/g, '$1');

/** There is no menu bar, so F10, the key that goes to one, shows the menu as a list. */
function entries(): MenuRequest['entries'] {
  const visible = current?.items.filter((item) => item.visible) ?? [];
  return visible.flatMap(({ label, submenu }) => [
    { heading: plain(label) },
    ...(submenu ? everyItem(submenu) : [])
      .filter((item) => item.visible && item.type !== 'separator' && item.type !== 'submenu')
      .map((item) => ({
        item: item.commandId,
        label: plain(item.label),
        hint: (item.accelerator ?? '').replace(
          /CmdOrCtrl|CommandOrControl/,
          process.platform === 'darwin' ? 'Cmd' : 'Ctrl',
        ),
        // What only Chromium's own keys can do cannot be chosen here.
        enabled: item.enabled && !(item.role && ROLES[item.role] && !ROLES[item.role]?.run),
        checked: item.checked,
      })),
  ]);
}

pageMessages.on('hello', (page) => page.tell('shortcuts', shortcuts()));
pageMessages.on('shortcut', clickCommand);
pageMessages.on('menu', (page) => {
  if (!current) return;
  askPage(page, { kind: 'menu', entries: entries() })
    .then((answer) => answer.kind === 'item' && clickCommand(answer.item))
    .catch(console.error);
});

export const MenuItem = onlyKnown(HostMenuItem, 'MenuItem');

export const Menu = onlyKnown(
  Object.assign(HostMenu, {
    buildFromTemplate,
    getApplicationMenu: () => current,
    setApplicationMenu: (menu) => {
      current = menu;
      for (const { contents } of openWindows()) contents.page?.tell('shortcuts', shortcuts());
    },
  } satisfies Pick<typeof ElectronMenu, 'buildFromTemplate' | 'getApplicationMenu' | 'setApplicationMenu'>),
  'Menu',
);
