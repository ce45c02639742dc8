const DAY = 86_400_000;

export interface Contact {
  readonly state: string;
  readonly startedAt: Date;
  readonly lastTwoWayAt: Date | null;
  readonly twoWayCount: number;
}

/**
 * How strong a relationship is, 0 to 100. Half of it is how long ago the two last spoke, which
 * halves every 30 days; three tenths how often they spoke, full at twenty times; two tenths how long
 * they have known each other, full at a year.
 */
export function strengthOf(contact: Contact, now: Date): number {
  if (contact.state !== 'active') return 0;
  const days = (since: Date) => Math.max(0, now.getTime() - since.getTime()) / DAY;
  const recent = contact.lastTwoWayAt ? 50 * 0.5 ** (days(contact.lastTwoWayAt) / 30) : 0;
  const often = 30 * Math.min(1, contact.twoWayCount / 20);
  const long = 20 * Math.min(1, days(contact.startedAt) / 365);
  return Math.round(recent + often + long);
}
