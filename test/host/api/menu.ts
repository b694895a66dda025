import type { MenuItem as ElectronMenuItem, MenuItemConstructorOptions } from 'electron';
import { onlyKnown } from '../guard.ts';
import type { MenuRequest } from '../page/dialog-messages.ts';
import type { Shortcut } from '../page/messages.ts';
import { shortcutOf } from './accelerator.ts';
import { askPage } from './ask-page.ts';
import { focusedWindow, openWindows } from './browser-window.ts';
import { HostEmitter } from './emitter.ts';
import { ROLES } from './menu-roles.ts';
import { pageMessages } from './page-messages.ts';

type ItemMember =
  | 'accelerator'
  | 'checked'
  | 'click'
  | 'commandId'
  | 'enabled'
  | 'id'
  | 'label'
  | 'registerAccelerator'
  | 'role'
  | 'sublabel'
  | 'toolTip'
  | 'type'
  | 'visible';

type Surface = Pick<ElectronMenuItem, ItemMember>;

let lastCommand = 0;

/** As Electron's type: what the host lacks of it throws by name. */
const whole = (item: Surface) => item as ElectronMenuItem;

class HostMenuItem implements Surface {
  readonly commandId = ++lastCommand;
  id: string;
  label: string;
  sublabel: string;
  toolTip: string;
  accelerator: string | null;
  registerAccelerator: boolean;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  role: ElectronMenuItem['role'];
  type: ElectronMenuItem['type'];
  submenu: HostMenu | undefined;
  menu: HostMenu | undefined;
  click: () => void;

  constructor(options: MenuItemConstructorOptions) {
    const role = options.role && ROLES[options.role];
    const submenu = options.submenu ?? role?.submenu;
    this.id = options.id ?? '';
    this.label = options.label ?? role?.label ?? options.role ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.accelerator = options.accelerator ?? role?.accelerator ?? null;
    this.registerAccelerator = options.registerAccelerator ?? !role?.isChromiums;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.role = options.role as ElectronMenuItem['role'];
    this.type = options.type ?? (submenu ? 'submenu' : 'normal');
    this.submenu = Array.isArray(submenu) ? buildFromTemplate(submenu) : (submenu as HostMenu | undefined);
    this.click = () => {
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') this.#choose();
      const window = focusedWindow();
      if (role?.run) role.run(window);
      else options.click?.(whole(this), window?.whole, {});
    };
    // biome-ignore lint/correctness/noConstructorReturn: the guard must be what everybody holds.
    return onlyKnown(this, 'MenuItem');
  }

  /** Radio items exclude each other between two separators. */
  #choose(): void {
    const items = this.menu?.items ?? [];
    const self = items.findIndex((item) => item.commandId === this.commandId);
    const isBreak = (item: HostMenuItem) => item.type !== 'radio';
    const first = items.findLastIndex((item, index) => index < self && isBreak(item)) + 1;
    const end = items.findIndex((item, index) => index > self && isBreak(item));
    for (const item of items.slice(first, end < 0 ? undefined : end)) item.checked = item.commandId === this.commandId;
  }
}

class HostMenu extends HostEmitter {
  readonly items: HostMenuItem[] = [];

  constructor() {
    super('Menu');
  }

  append(item: HostMenuItem): void {
    this.insert(this.items.length, item);
  }
  insert(position: number, item: HostMenuItem): void {
    item.menu = this;
    this.items.splice(position, 0, item);
  }
  getMenuItemById(id: string): HostMenuItem | null {
    return this.everyItem().find((item) => item.id === id) ?? null;
  }

  everyItem(): HostMenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.everyItem() ?? [])]);
  }
}

function buildFromTemplate(template: (MenuItemConstructorOptions | HostMenuItem)[]): HostMenu {
  const menu = new HostMenu();
  for (const entry of template) menu.append(entry instanceof HostMenuItem ? entry : new HostMenuItem(entry));
  return menu;
}

let applicationMenu: HostMenu | null = null;

function shortcuts(): Shortcut[] {
  const items = applicationMenu?.everyItem() ?? [];
  return items.flatMap(({ accelerator, registerAccelerator, commandId }) =>
    accelerator && registerAccelerator ? [shortcutOf(accelerator, commandId)] : [],
  );
}

pageMessages.on('hello', (page) => page.tell('shortcuts', shortcuts()));
function clickCommand(command: number): void {
  const item = applicationMenu?.everyItem().find(({ commandId }) => commandId === command);
  if (item?.enabled) item.click();
}

/** There is no menu bar, so F10, the key that goes to one, shows the menu as a list. */
function menuEntries(): MenuRequest['entries'] {
  const visible = applicationMenu?.items.filter((item) => item.visible) ?? [];
  return visible.flatMap(({ label, submenu }) => [
    { heading: plain(label) },
    ...(submenu?.everyItem() ?? [])
      .filter(({ type, visible }) => visible && type !== 'separator' && type !== 'submenu')
      .map(({ commandId, label, accelerator, enabled, checked, role }) => ({
        item: commandId,
        label: plain(label),
        hint: (accelerator ?? '').replace(/CmdOrCtrl|CommandOrControl/, process.platform === 'darwin' ? 'Cmd' : 'Ctrl'),
        // What only Chromium's keys can do cannot be chosen here.
        enabled: enabled && !(role && ROLES[role] && !ROLES[role].run),
        checked,
      })),
  ]);
}

/** Without the mark of the letter that a native menu underlines. */
const plain = (label: string) => label.replace(/&(.)/g, '$1');

pageMessages.on('shortcut', clickCommand);
pageMessages.on('menu', (page) => {
  if (!applicationMenu) return;
  askPage(page, { kind: 'menu', entries: menuEntries() })
    .then((answer) => answer.kind === 'item' && clickCommand(answer.item))
    .catch(console.error);
});

export const MenuItem = onlyKnown(HostMenuItem, 'MenuItem');

export const Menu = onlyKnown(
  Object.assign(HostMenu, {
    buildFromTemplate,
    getApplicationMenu: () => applicationMenu,
    setApplicationMenu: (menu: HostMenu | null) => {
      applicationMenu = menu;
      for (const { contents } of openWindows()) contents.page?.tell('shortcuts', shortcuts());
    },
  }),
  'Menu',
);
