import type { DialogAnswer, MessageRequest } from './dialog-messages.ts';
import type { Modal } from './modal.ts';

/** Runs in the isolated world as its own source text: Electron's message box. */
export function showMessage(modal: Modal, request: MessageRequest, answer: (answer: DialogAnswer) => void): void {
  const { element } = modal;
  const checkbox = element('input', { type: 'checkbox', checked: request.checkboxChecked });
  const press = (button: number) => answer({ kind: 'button', button, checkbox: checkbox.checked });
  const buttons = request.buttons.map((label, index) =>
    element('button', { autofocus: index === request.defaultId, onclick: () => press(index) }, label),
  );
  const footer = element('footer', {}, ...buttons);
  if (request.checkboxLabel) footer.prepend(element('label', {}, checkbox, request.checkboxLabel));
  const content = [
    element('h2', { className: request.severity }, request.message || request.title),
    element('p', {}, request.detail),
    footer,
  ];
  modal.show(content, {
    keys(event) {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const focused = buttons.findIndex((button) => button.matches(':focus'));
      if (!step || focused < 0) return false;
      buttons[focused + step]?.focus();
      return true;
    },
    typed() {},
    cancel: () => press(request.cancelId),
  });
}
