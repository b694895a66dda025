import type { Span } from './kinds.ts';

/** Of an address before the @: RFC 5321 and 6531 allow more signs, which hardly any mailbox has and prose does. */
const localPart = /[\p{L}\p{N}\p{M}.!#$%&'*+/=?^_{|}~-]/u;
/** RFC 1035 labels, international ones as written (RFC 5890); the last holds letters only, or is punycode. */
const domain =
  /(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.){1,8}(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,24})(?![\p{L}\p{M}\p{N}])/iuy;
/** `icon@2x.png` names a picture. */
const fileEnding = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|pdf|css|json)$/i;
const longestLocalPart = 64;

/** Email addresses. Looks around each @ only, no further than an address can reach (RFC 5321, 4.5.3.1). */
export function findEmails(text: string): Span[] {
  const found: Span[] = [];
  let free = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = localStart(text, at, free);
    if (start === at) continue;
    domain.lastIndex = at + 1;
    const host = domain.exec(text);
    if (!host || fileEnding.test(host[0])) continue;
    free = at + 1 + host[0].length;
    found.push({ start, end: free });
  }
  return found;
}

/** Where the local part begins; at the @ itself where there is none that an address can have. */
function localStart(text: string, at: number, free: number): number {
  const least = Math.max(free, at - longestLocalPart);
  let start = at;
  while (start > least && localPart.test(text.charAt(start - 1))) start--;
  // Brackets and quotes of the prose around are no part of the address.
  while (start < at && /[^\p{L}\p{N}_]/u.test(text.charAt(start))) start++;
  return text.charAt(at - 1) === '.' ? at : start;
}
