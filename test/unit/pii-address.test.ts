import { describe, expect, it } from 'vitest';
import { marked, rulesOf, unmarked } from '../fixtures/pii.ts';

describe('an address is found in', () => {
  it.each([
    'Ship it to «77 Quarry Road, Duluth 55806».',
    '«418 Alder Ct, Apt 6, Missoula, MT 59802» instead',
    '«1600 Pennsylvania Avenue NW, Washington, DC 20500»',
    '«12B N. 5th Ave.», thanks',
    '«350 Fifth Avenue, Suite 3300\nNew York, NY 10118-0110»',
    '«Flat 4, 10 Downing Street, London SW1A 2AA»',
    '«221b Baker Street, London»',
    'I live in «Springfield, IL 62704».',
    'zip «02139», ZIP code: «24060», postcode «EC1A 1BB», postal code «V6K 1P4»',
    'my postcode is «M1 1AE»',
    '«SW1A 2AA»',
    '«Hauptstraße 12a, 10115 Berlin»',
    'Ich wohne in der «Berliner Straße 7».',
    'Neue Adresse: «Karl-Marx-Allee 3, D-10178 Berlin»',
    '«Am Lindenweg 4» und «Musterstr. 5-7»',
    'PLZ «04177»',
    'Meine Adresse: «Am Alten Markt 5, 50667 Köln»',
    'ich wohne «Goethestr. 12 in 60313 Frankfurt»',
    '«Postfach 12 34 56, 80331 München»',
    '«P.O. Box 1234, Austin, TX 78701» and «PO Box 99»',
    'my address is «1428 elm street springfield oh 45501»',
    'i live at «12b oak lane, apt 4, duluth mn 55806» now',
    'please ship it to «77 quarry road»',
    'Address: «5 north main st., st. paul, mn 55101»',
    'ship to «77 Quarry road duluth MN 55806»',
    '«5 bis, rue de la Paix, 75002 Paris»',
    '«Calle Mayor, 5, 28013 Madrid»',
  ])('%s', (text) => {
    // London is a town without a code: it stays.
    const expected = text.replace('Street, London»', 'Street», London');
    expect(marked(unmarked(text), rulesOf.address)).toBe(expected);
  });
});

describe('no address is found in', () => {
  it.each([
    'It took 5 days, way too long',
    '2 people on the street, 3 hours down the road',
    'I ordered 2 Stonecrop Boots and 1 Trail Mix',
    '$45 Main Street',
    'Parkplatz 12, Sitzplatz 4, Arbeitsplatz 3',
    'Spring 2026, String 5, Ring 3',
    'M1 2GB RAM, A4 5XL',
    'in 12345 Fällen',
    'The code 90210 is a show',
    '1428 elm street springfield oh',
    'ship to 2 people on the street',
    'my address is 5 street',
    'send it to 3 friends down the road',
    'i live at 5 minutes from the high street',
    'Drive 55',
    'unterwegs 3 Tage',
    'Street 5',
    'Die Straße 5 ist gesperrt, in der Gasse 3 auch',
    'Wir haben 5, 12345 Stück',
    'box 12',
  ])('%s', (text) => {
    expect(marked(text, rulesOf.address)).toBe(text);
  });
});
