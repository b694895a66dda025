/*
 * Chromium knows no custom schemes that could be added over its debugging pipe. An app's `app://assay/x` is therefore
 * `https://assay.app.localhost/x` inside Chromium: a secure context of an origin of its own, which no resolver can reach
 * and which the host answers before the network is asked.
 */

const schemes = new Set<string>();

export const mapScheme = (scheme: string): void => void schemes.add(scheme);

/** From the app's URL to Chromium's. Other URLs stay. */
export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  const [, scheme, host, rest] = match ?? [];
  return scheme && schemes.has(scheme) ? `https://${host}.${scheme}.localhost${rest || '/'}` : url;
}

/** From Chromium's URL to the app's. Other URLs stay. */
export function toApp(url: string): string {
  const match = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.localhost([/?#].*)?$/.exec(url);
  const [, host, scheme, rest] = match ?? [];
  return scheme && schemes.has(scheme) ? `${scheme}://${host}${rest ?? '/'}` : url;
}

/** Origin of one of the app's URLs, as Electron reports it for a standard scheme. */
export function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? 'null';
}

/** A response header as Chromium must see it: the app's scheme in a policy names the mapped hosts. */
export function headerToChromium(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === 'location' || lower === 'access-control-allow-origin') return toChromium(value).replace(/\/$/, '');
  if (!lower.startsWith('content-security-policy')) return value;
  return value.replace(/(?<=[\s;]|^)([a-z][a-z0-9+.-]*):(\/\/[^\s;]*)?(?=[\s;]|$)/gi, (source, scheme, host) => {
    if (!schemes.has(scheme)) return source;
    return host ? toChromium(source).replace(/\/$/, '') : `https://*.${scheme}.localhost`;
  });
}

/** A request header as the app must see it. */
export function headerToApp(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === 'origin') return originOf(toApp(`${value}/`));
  return lower === 'referer' ? toApp(value) : value;
}
