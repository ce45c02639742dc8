/** `2026-12` + 1 → `2027-01` */
export function monthAfter(month: string, step: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const at = new Date(Date.UTC(year, of - 1 + step, 1));
  return at.toISOString().slice(0, 7);
}

/** 0 is Monday, 6 is Sunday. */
export const weekdayOf = (day: string): number =>
  (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** 九月廿三 → 廿三, 十月初一 → 十月: as wall calendars have it. */
export const lunarDay = (lunar: string): string =>
  lunar.endsWith('初一') ? lunar.slice(0, -2) : lunar.slice(-2);
