import { describe, expect, it } from 'vitest';
import { marked, rulesOf, unmarked } from '../fixtures/pii.ts';

function holds(kind: keyof typeof rulesOf, texts: string[]) {
  it.each(texts)('%s', (text) => {
    expect(marked(unmarked(text), rulesOf[kind])).toBe(text);
  });
}

describe('an email address is found in', () => {
  holds('email', [
    'Write to «anna.schmidt@example.com».',
    '«anna+orders@mail.example.co.uk», please',
    '(«o_brien@example.org»)',
    '<«a@b.de»>',
    'mailto:«a@b.de»',
    'MY MAIL IS «ANNA@EXAMPLE.COM»!',
    '«jürgen@müller.de» and «用户@例子.中国»',
    '«a@xn--mller-kva.de»',
    '«a@b.de»,«c@d.de»;«e@f.de»',
  ]);
});

describe('no email address is found in', () => {
  holds('email', [
    'meet @ 5',
    '@anna is my handle',
    'icon@2x.png',
    'lodash@4.17.21',
    'user@localhost',
    'a.@b.de',
    'a@b..de',
    'a@b',
    '@@@',
    'a@-b.de',
    `${'a'.repeat(10)}@`,
  ]);
});

describe('a card number is found in', () => {
  holds('card', [
    'My card «4111 1111 1111 1111» was charged',
    '«4111111111111111»',
    '«5555-5555-5555-4444» exp 12/27',
    'Amex «3782 822463 10005»',
    '«2223003122003222»',
    'diners «3056 930902 5904»',
    '2 «4111 1111 1111 1111»',
    '«4111 1111 1111 1111», «5105 1051 0510 5100»',
  ]);
});

describe('no card number is found in', () => {
  holds('card', [
    '4111 1111 1111 1112',
    '9111 1111 1111 1111',
    '41111111111111111111',
    'x4111111111111111',
    'SKU 4111111111111111',
    '4111.1111.1111.1111',
    '0000 0000 0000 0000',
    '2026 07 15 10 30 00 12 34',
  ]);
});

describe('an IBAN is found in', () => {
  holds('iban', [
    'IBAN «DE89 3704 0044 0532 0130 00».',
    '«GB82WEST12345698765432»',
    '«gb82 west 1234 5698 7654 32»',
    '«NO93 8601 1117 947»',
    'zweimal «DE89370400440532013000», «FR14 2004 1010 0505 0001 3M02 606»',
    '«MT84 MALT 0110 0001 2345 MTLC AST0 01S»',
  ]);
});

describe('no IBAN is found in', () => {
  holds('iban', [
    'DE88 3704 0044 0532 0130 00',
    'DE89 3704 0044 0532 0130 0',
    'DE89 3704 0044 0532 0130 001',
    'XX89370400440532013000',
    'XDE89370400440532013000',
  ]);
});

describe('a phone number is found in', () => {
  holds('phone', [
    'Call «+1 555 123 4567» or «(555) 123-4567».',
    '«555-123-4567», «555.123.4567», «1-800-555-0199»',
    '«+49 (0)30 / 1234-567»',
    '«+49 170 1234567»',
    '«0049 170 1234567»',
    '«0171/1234567»',
    '«030 12345678»',
    '«01701234567»',
    '«+44 20 7946 0958» / «020 7946 0958» / «07700900123»',
    '«01 23 45 67 89»',
    '«+33 6 12 34 56 78»',
    '«(030) 1234567»',
    'my cell is «5551234567»',
    'Meine Handynummer: «1701234567»',
    'Tel.: «1234567»',
    'mi teléfono es «612 345 678»',
    'mon téléphone : «612345678»',
    '+1 is right, «+1 (555) 123-4567» 2 items',
    'my number is «4155552671»',
    'My new number is «415 555 2671», thanks',
    'number: «4155552671»',
    'Hi\nNumber: «4155552671»',
    'text «5551234567»',
    'text us at «14155552671»',
    '«4155552671» is my number',
    '«(02) 9374 4000»',
    '(«(02) 9374 4000»)',
    '«(03) 377 1234»',
    '«212 555 0199»',
  ]);
});

describe('no phone number is found in', () => {
  holds('phone', [
    'It costs $1,234.56 or 1.234,56 €.',
    'on 2026-07-15, 15.07.2026 or 07/15/2026',
    'call me on 2026-07-15',
    'Phone orders since 15.07.2026',
    'between 10:30 and 12:00',
    'version 1.2.3.4 and 10.15.7',
    'SKU 030-1234567',
    'EAN 4006381333931, ISBN 978-3-16-148410-0',
    '12345678',
    '5551234567',
    'my order number is 4155552671',
    'order number: 4155552671',
    'case number: 4155552671',
    'customer number 4155552671',
    'my number is 1155552671',
    'my number is 12345678',
    '4155552671 is my order number',
    'the context 4155552671',
    'number 12 of 4155552671',
    '02 9374 4000',
    '(01) 04006381333931',
    '200 300 4000',
    '120 x 200 x 45 cm',
    '100 % of 30 000 000',
    '2020-2026',
    '+999 123 456 789',
    '0.123456789',
    '４９ ３０ １２３４５６７',
  ]);
});

describe('a tracking number is found in', () => {
  holds('tracking', [
    'UPS «1Z999AA10123456784»',
    '«1Z 999 AA1 01 2345 6784»',
    '«1z999aa10123456784»',
    'USPS «9400 1112 0255 5842 3326 69»',
    '«03071790000523483741»',
    '«00340434161094042557» (DHL)',
    'FedEx «986578788855»',
    'my package «0414 4176 0228 964» is lost',
    '«JJD01 4600 0031 2345 6789»',
    '«RR473124829GB», «LX 473124829 DE»',
    'Tracking number: «FP6619902471»',
    'Sendungsnummer «CK-1234567»',
  ]);
});

describe('no tracking number is found in', () => {
  holds('tracking', [
    '1Z999AA10123456785',
    '1Z999AA101234567849',
    'RR473124828GB',
    '986578788855',
    'FedEx 986578788856',
    '9400111202555842332660',
    'tracking since 2026-07-15',
    'The tracking page shows nothing.',
    'tracking 1234',
  ]);
});

describe('an order number is found in', () => {
  holds('order', [
    'Where is order «HF-47101»?',
    'order #«1234» and order no. «4711»',
    'Order number is «112-3456789-1234567».',
    'order 2 coffees, order number: «987654»',
    'my order «987654»',
    'Bestellnummer «B2024-118», Bestellung «HF-E-10442»',
    'Auftragsnr. «445566»',
    'commande n° «778899», mi pedido número «554433»',
    '{"order_id": "«28740»"}',
    '«ORD-12345», «PO-99887»',
    'orders «HF-47810» and more',
  ]);
});

describe('no order number is found in', () => {
  holds('order', [
    'I want to order 2 lattes',
    'order 12345 units',
    'The order 2026-07-15 came late',
    'order status and order history',
    'reorder 123456',
    'order in 2026',
    'order of 1500 $',
    'order covid19 masks',
    'in order to',
  ]);
});
