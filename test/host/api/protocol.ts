import type { Protocol } from 'electron';
import { mapScheme } from '../chromium/url-mapping.ts';
import { onlyKnown } from '../guard.ts';

type Handler = Parameters<Protocol['handle']>[1];

const handlers = new Map<string, Handler>();

export const handlerOf = (scheme: string): Handler | undefined => handlers.get(scheme);

export const protocol = onlyKnown(
  {
    /** Every scheme is standard and secure here: Chromium sees https. */
    registerSchemesAsPrivileged(customSchemes) {
      for (const { scheme } of customSchemes) mapScheme(scheme);
    },
    handle(scheme, handler) {
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      mapScheme(scheme);
      handlers.set(scheme, handler);
    },
    unhandle(scheme) {
      if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
    },
    isProtocolHandled: (scheme) => handlers.has(scheme),
  } satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'>,
  'protocol',
);
