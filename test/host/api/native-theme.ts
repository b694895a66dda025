import type { NativeTheme } from 'electron';
import type { Page } from '../chromium/page.ts';
import { HostEmitter } from './emitter.ts';
import { pageMessages } from './page-messages.ts';
import { openWindows } from './window-registry.ts';

type Source = NativeTheme['themeSource'];

class HostNativeTheme extends HostEmitter implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  #source: Source = 'system';
  #dark = false;

  constructor() {
    super('nativeTheme');
    pageMessages.on('hello', (page) => {
      if (this.#source !== 'system') this.#emulate(page);
    });
    pageMessages.on('theme', (dark) => this.#setDark(dark));
  }

  get themeSource(): Source {
    return this.#source;
  }
  set themeSource(source: Source) {
    this.#source = source;
    for (const { contents } of openWindows()) if (contents.page) this.#emulate(contents.page);
    // For `system` the page tells, once it is back at Chromium's own choice.
    if (source !== 'system') this.#setDark(source === 'dark');
  }

  get shouldUseDarkColors(): boolean {
    return this.#dark;
  }

  #setDark(dark: boolean): void {
    if (dark === this.#dark) return;
    this.#dark = dark;
    this.emit('updated');
  }

  #emulate(page: Page): void {
    const features = this.#source === 'system' ? [] : [{ name: 'prefers-color-scheme', value: this.#source }];
    page.send('Emulation.setEmulatedMedia', { features }).catch(() => {
      // The page is gone.
    });
  }
}

export const nativeTheme = new HostNativeTheme();
