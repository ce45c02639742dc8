/** `2026-12` + 1 → `2027-01` */
export function monthAfter(month: string, step: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const at = new Date(Date.UTC(year, of - 1 + step, 1));
  return at.toISOString().slice(0, 7);
}

/** 0 is Monday, 6 is Sunday. */
export const weekdayOf = (day: string): number =>
  (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
