/*
 * The interface is English, so numbers and month names are too; the time zone is the reader's own.
 */
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

const second = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const clock = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit' });

/** 12345 → “12,345”. */
export function count(value: number): string {
  return whole.format(value);
}

/** 1, “sample” → “1 sample”; 2 → “2 samples”. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

/** 0.8021 → “80 %”. A share that is neither nothing nor everything never reads as 0 % or 100 %. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '< 1 %';
  if (share < 1 && share >= 0.995) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

export function date(iso: string): string {
  return day.format(new Date(iso));
}

export function dateTime(iso: string): string {
  return dayAndTime.format(new Date(iso));
}

/** “26 Nov, 22:04:31”: a line of a log, whose year nobody doubts. */
export function toTheSecond(iso: string): string {
  return second.format(new Date(iso));
}

/** A moment at which something is over: “the end of 29 Nov 2026”, where that is what was chosen, rather than 0:00 of a day. */
export function ending(iso: string): string {
  const at = new Date(iso);
  const midnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
  return midnight ? `the end of ${date(dayBefore(iso))}` : dateTime(iso);
}

/** “9:04”, in the reader's time zone; empty for what is no time. */
export function timeOfDay(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : clock.format(at);
}

export function bytes(value: number): string {
  if (value < 1000) return `${value} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = value / 1000;
  let unit = 0;
  while (scaled >= 999.95 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${oneDigit.format(scaled)} ${units[unit]}`;
}

/** 75_000 → “1 min 15 s”; the two largest units only. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The day in the person's own calendar to which a moment belongs, as a date field writes it. */
export function dayOf(iso: string): string {
  const moment = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** A person names the last day that counts; the filter names the moment at which it is over. */
export function dayBefore(iso: string): string {
  return new Date(Date.parse(iso) - 1).toISOString();
}

/** A day of the person's own calendar (`2026-09-01`), as the moments at which it begins and ends. */
export function dayBounds(day: string): { begin: string; end: string } | null {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return null;
  // The constructor knows the local zone and that some days have 23 or 25 hours.
  return {
    begin: new Date(year, month - 1, date).toISOString(),
    end: new Date(year, month - 1, date + 1).toISOString(),
  };
}
