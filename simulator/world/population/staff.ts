import { draw, pickShare, streamOf, topic } from '../chance.ts';
import type { Temper, Values } from '../parameters.ts';
import { fullName } from './names.ts';

/** A customer manager, as the corp knows them. */
export interface Rm {
  readonly userid: string;
  readonly name: string;
  /** Their department in WeCom. */
  readonly department: number;
  /** The bank's code of their outlet, for the customer file. */
  readonly outlet: string;
  readonly outletName: string;
  readonly city: string;
}

/** What is needed to know of an RM who exists already; the rest is made up. */
export type RmDraft = Pick<Rm, 'userid'> & Partial<Rm>;

const TEMPER = topic('temper');
const GENDER = topic('gender');
const AGE = topic('age');

export const temperOf = (seed: string, userid: string, values: Values): Temper =>
  pickShare(values.people.tempers, draw(streamOf(seed, `staff ${userid}`), TEMPER));

const PER_OUTLET = 3;
const places = ['城东', '城西', '滨江', '高新', '古城', '湖滨', '南门', '北站', '新港', '梅园'];

export function inventRms(seed: string, count: number): Rm[] {
  return Array.from({ length: count }, (_, i) =>
    completed(seed, { userid: `rm${String(i + 1).padStart(3, '0')}` }, i),
  );
}

export function completed(seed: string, draft: RmDraft, index: number): Rm {
  const who = streamOf(seed, `staff ${draft.userid}`);
  const outlet = Math.floor(index / PER_OUTLET);
  const place = `${places[outlet % places.length]}${outlet >= places.length ? Math.floor(outlet / places.length) + 1 : ''}`;
  const age = 24 + Math.floor(draw(who, AGE) * 22);
  return {
    userid: draft.userid,
    name: draft.name ?? fullName(who, draw(who, GENDER) < 0.45 ? 1 : 2, age),
    department: draft.department ?? outlet + 2,
    outlet: draft.outlet ?? `S${String(outlet + 1).padStart(4, '0')}`,
    outletName: draft.outletName ?? `${place}支行`,
    city: draft.city ?? '临江',
  };
}
