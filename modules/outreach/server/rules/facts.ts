import { type RawBuilder, sql } from 'kysely';

/**
 * What rules look at, of one contact: nothing that names a person. Gathered by one statement for a set
 * and for a single contact alike, recorded with the decision, and read again when it is replayed.
 * Unknown is null.
 */
export interface Facts {
  /** The moment the contact would be made. */
  readonly at: string;
  /** The bank's day of it, and the minute of that day. */
  readonly day: string;
  readonly minute: number;
  readonly unitPath: string | null;
  readonly arm: 'reached' | 'control' | null;
  readonly active: boolean | null;
  readonly consent: 'given' | 'withdrawn' | null;
  readonly consentVersion: number | null;
  readonly age: number | null;
  readonly deceased: boolean | null;
  readonly staff: boolean | null;
  readonly listed: boolean | null;
  readonly doNotCall: boolean | null;
  readonly complaintOpen: boolean | null;
  readonly complaintClosedOn: string | null;
  readonly deletedOn: string | null;
  readonly riskGrade: string | null;
  readonly assessedOn: string | null;
  /** A friendship through which it can go. */
  readonly friend: boolean | null;
  readonly phone: boolean | null;
  /** Whoever sends it is the one who spoke last with the customer. */
  readonly lastSpeaker: boolean | null;
  /** Marketing contacts one-to-one: on the day, in the seven and thirty days around it. */
  readonly pointDay: number;
  readonly pointWeek: number;
  readonly pointMonth: number;
  readonly callDay: number;
  readonly callMonth: number;
  /** Mass messages of the corp: on the day, in its calendar week, in its calendar month. */
  readonly massDay: number;
  readonly massWeek: number;
  readonly massMonth: number;
  /** What the contacts of these days have tired the customer. */
  readonly fatigue: number;
  /** It gave way to a better one. */
  readonly displaced: boolean | null;
  /** Of the tags that its products ask for, those held. */
  readonly tags: readonly string[] | null;
  /** Of a group chat: the colleague owns it and is there; null: no such group is known. */
  readonly groupState: 'held' | 'left' | 'other' | 'gone' | null;
  /** The customer and the colleague who sends by hand spoke with each other a short while ago. */
  readonly answering: boolean | null;
  /** Confirmed as a qualified investor, for private products (CR-057). */
  readonly qualified: boolean | null;
  /** When the customer last looked at or asked about its investments, within the time to think them over. */
  readonly interestAt: string | null;
  /** Of the licences that its products ask for, those whoever sends it holds on the day; null: nobody does. */
  readonly licences: readonly string[] | null;
  /** Those that are on the register and do not hold on the day. */
  readonly lapsedLicences: readonly string[] | null;
}
export type FactName = keyof Facts;

/** As the type `outreach.facts` has them, in its order. */
export const factTypes: Record<FactName, string> = {
  at: 'timestamptz',
  day: 'date',
  minute: 'int',
  unitPath: 'text',
  arm: 'text',
  active: 'boolean',
  consent: 'text',
  consentVersion: 'int',
  age: 'int',
  deceased: 'boolean',
  staff: 'boolean',
  listed: 'boolean',
  doNotCall: 'boolean',
  complaintOpen: 'boolean',
  complaintClosedOn: 'date',
  deletedOn: 'date',
  riskGrade: 'text',
  assessedOn: 'date',
  friend: 'boolean',
  phone: 'boolean',
  lastSpeaker: 'boolean',
  pointDay: 'int',
  pointWeek: 'int',
  pointMonth: 'int',
  callDay: 'int',
  callMonth: 'int',
  massDay: 'int',
  massWeek: 'int',
  massMonth: 'int',
  fatigue: 'float8',
  displaced: 'boolean',
  tags: 'text[]',
  groupState: 'text',
  answering: 'boolean',
  qualified: 'boolean',
  interestAt: 'timestamptz',
  licences: 'text[]',
  lapsedLicences: 'text[]',
};
export const factNames = Object.keys(factTypes) as FactName[];

/** Facts as columns of a row source: `columnsOf('f')` → `f."unitPath"`. */
export type Columns = { readonly [N in FactName]: RawBuilder<never> };
export const columnsOf = (alias: string): Columns =>
  Object.fromEntries(
    factNames.map((name) => [name, sql.raw(`${alias}."${name}"`)]),
  ) as unknown as Columns;

/** Facts that only those may read who answer for them: explanations leave them out. */
export const unspoken: ReadonlySet<FactName> = new Set(['listed']);

/** What a recorded decision left out is null, or none. */
export function readFacts(recorded: unknown): Facts {
  const given = (recorded ?? {}) as Partial<Facts>;
  const counts: FactName[] = [
    'pointDay',
    'pointWeek',
    'pointMonth',
    'callDay',
    'callMonth',
    'massDay',
    'massWeek',
    'massMonth',
    'fatigue',
  ];
  return Object.fromEntries(
    factNames.map((name) => [name, given[name] ?? (counts.includes(name) ? 0 : null)]),
  ) as unknown as Facts;
}
