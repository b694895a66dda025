import type { Menu as ElectronMenu, MenuItem as ElectronMenuItem, MenuItemConstructorOptions } from 'electron';
import { onlyKnown } from '../guard.ts';
import { HostEmitter } from './emitter.ts';
import { ROLES } from './menu-roles.ts';
import { focusedWindow } from './window-registry.ts';

type ItemSurface = Pick<
  ElectronMenuItem,
  | 'accelerator'
  | 'checked'
  | 'click'
  | 'commandId'
  | 'enabled'
  | 'id'
  | 'label'
  | 'menu'
  | 'registerAccelerator'
  | 'role'
  | 'sublabel'
  | 'submenu'
  | 'toolTip'
  | 'type'
  | 'visible'
>;
type MenuSurface = Pick<ElectronMenu, 'items' | 'append' | 'insert' | 'getMenuItemById'>;
type Template = Parameters<typeof ElectronMenu.buildFromTemplate>[0];

/** As Electron's types: what the host lacks of them throws by name. */
const wholeItem = (item: ItemSurface) => item as ElectronMenuItem;
const wholeMenu = (menu: MenuSurface) => menu as ElectronMenu;

let lastCommand = 0;

export class HostMenuItem implements ItemSurface {
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
  submenu?: ElectronMenu;
  declare menu: ElectronMenu;
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
    if (submenu) this.submenu = Array.isArray(submenu) ? buildFromTemplate(submenu) : submenu;
    this.click = () => {
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') chooseAmongNeighbours(this);
      const window = focusedWindow();
      if (role?.run) role.run(window);
      else options.click?.(wholeItem(this), window?.whole, {});
    };
    // biome-ignore lint/correctness/noConstructorReturn: the guard must be what everybody holds.
    return onlyKnown(this, 'MenuItem');
  }
}

/** Radio items exclude each other between two items of another type. */
function chooseAmongNeighbours({ menu, commandId }: ItemSurface): void {
  const { items } = menu;
  const self = items.findIndex((item) => item.commandId === commandId);
  const before = items.findLastIndex((item, index) => index < self && item.type !== 'radio');
  const after = items.findIndex((item, index) => index > self && item.type !== 'radio');
  for (const item of items.slice(before + 1, after < 0 ? undefined : after))
    item.checked = item.commandId === commandId;
}

export class HostMenu extends HostEmitter implements MenuSurface {
  readonly items: ElectronMenuItem[] = [];

  constructor() {
    super('Menu');
  }

  append(item: ElectronMenuItem): void {
    this.insert(this.items.length, item);
  }
  insert(position: number, item: ElectronMenuItem): void {
    item.menu = wholeMenu(this);
    this.items.splice(position, 0, item);
  }
  getMenuItemById(id: string): ElectronMenuItem | null {
    return everyItem(wholeMenu(this)).find((item) => item.id === id) ?? null;
  }
}

export const everyItem = (menu: ElectronMenu): ElectronMenuItem[] =>
  menu.items.flatMap((item) => [item, ...(item.submenu ? everyItem(item.submenu) : [])]);

const isItem = (entry: Template[number]): entry is ElectronMenuItem => entry instanceof HostMenuItem;

export function buildFromTemplate(template: Template): ElectronMenu {
  const menu = new HostMenu();
  for (const entry of template) menu.append(isItem(entry) ? entry : wholeItem(new HostMenuItem(entry)));
  return wholeMenu(menu);
}
