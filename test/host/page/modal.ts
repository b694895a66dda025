/** A modal box over the page, in a closed shadow tree that the page's own world cannot reach into. */
export type Modal = {
  /** Elements of the box; no markup is ever parsed, so no policy of the page stands in the way. */
  element<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    properties?: Partial<HTMLElementTagNameMap[K]> & { role?: string },
    ...children: (Node | string)[]
  ): HTMLElementTagNameMap[K];
  /** `keys` sees keys before the box does and says whether it took them; `cancel` is the Escape key. */
  show(content: Node[], handlers: { keys(event: KeyboardEvent): boolean; typed(): void; cancel(): void }): void;
  /** While the box waits for the host. */
  setBusy(busy: boolean): void;
  close(): void;
};

/** Runs in the isolated world as its own source text. */
export function createModal(isBrowsers: (event: KeyboardEvent) => boolean): Modal {
  const css = `
    :host { all: initial; }
    dialog { box-sizing: border-box; width: min(560px, 92vw); max-height: 92vh; padding: 20px; border: 1px solid; border-radius: 8px;
      border-color: light-dark(#c9c6bf, #474b52); background: light-dark(#ffffff, #22252a); color: light-dark(#23221f, #e6e4df);
      color-scheme: light dark; font: 14px/20px system-ui, sans-serif; box-shadow: 0 12px 40px #0006; overflow: hidden; }
    dialog[open] { display: flex; flex-direction: column; gap: 12px; }
    dialog::backdrop { background: #0005; }
    h2 { margin: 0; font-size: 15px; font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere; }
    h2:is(.error, .warning, .question, .info)::before { content: '● '; }
    h2:is(.question, .info)::before { color: light-dark(#2f6fb3, #7fb0e0); }
    h2.error::before { color: light-dark(#b3261e, #f2877f); }
    h2.warning::before { color: light-dark(#8a5a00, #e0b050); }
    p { margin: 0; white-space: pre-wrap; overflow: auto; overflow-wrap: anywhere; color: light-dark(#55524b, #b3b0a9); }
    p:empty { display: none; }
    label { display: flex; gap: 8px; align-items: center; }
    input:not([type]), select { flex: 1; min-width: 0; font: inherit; padding: 4px 8px; }
    input:not([type]) { width: 100%; box-sizing: border-box; }
    ul { margin: 0; padding: 4px 0; list-style: none; overflow: auto; border: 1px solid light-dark(#dedbd4, #3a3e45); border-radius: 4px; }
    ul.files { height: 320px; }
    ul:not(.files) { border: none; outline: none; padding: 0; }
    ul.files:empty::before { content: 'Nothing to show in this folder'; padding: 0 10px; opacity: 0.6; }
    li { display: flex; gap: 16px; padding: 2px 10px; cursor: default; white-space: nowrap; }
    li span:first-child { flex: 1; overflow: hidden; text-overflow: ellipsis; }
    li[aria-selected=true] { background: #2f6fb3; color: #fff; }
    li[aria-disabled=true] { opacity: 0.5; }
    li.heading { padding-top: 8px; font-weight: 600; color: light-dark(#55524b, #b3b0a9); }
    footer { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; align-items: center; }
    footer > :first-child:not(button) { margin-right: auto; }
    button { font: inherit; padding: 4px 14px; min-width: 76px; }
    kbd { font: 12px/20px system-ui, sans-serif; opacity: 0.7; }`;

  let shown: { host: HTMLElement; box: HTMLDialogElement; handlers: Parameters<Modal['show']>[1] } | undefined;

  // First on the window, so that no key meant for the box becomes a command of the app.
  const intercept = (event: Event) => {
    if (!shown) return;
    event.stopImmediatePropagation();
    if (event instanceof KeyboardEvent && event.type === 'keydown')
      if (shown.handlers.keys(event) || isBrowsers(event)) event.preventDefault();
    if (event.type === 'input') shown.handlers.typed();
  };
  for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'copy', 'cut', 'paste'])
    addEventListener(type, intercept, true);

  const close = () => {
    shown?.box.close();
    shown?.host.remove();
    shown = undefined;
  };

  const show: Modal['show'] = (content, handlers) => {
    close();
    const host = document.createElement('host-dialog');
    const root = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const box = document.createElement('dialog');
    box.append(...content);
    box.addEventListener('cancel', (event) => {
      event.preventDefault();
      handlers.cancel();
    });
    root.append(box);
    document.documentElement.append(host);
    shown = { host, box, handlers };
    box.showModal();
  };

  const element: Modal['element'] = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const setBusy = (busy: boolean) => {
    if (shown) shown.host.ariaBusy = String(busy);
  };

  return { element, show, setBusy, close };
}
