import { HOUR, startOf } from '../calendar.ts';
import { draw, pickShare, type Stream, streamOf, topic } from '../chance.ts';
import type { ItemOutcome, SeenItem, SeenList } from './exchange.ts';
import { type ErrandOf, type Life, nextOf, type StaffMember } from './life.ts';
import { fade, type Person, touch, touchedBy } from './minds.ts';
import { windowsOn, workedUntil } from './working-time.ts';

/** What customer managers do with their list in the workbench: open it, do what stands there, say what came of it. */

const LOOK = topic('looks at the list');
const WILLING = topic('does an item');
const OUTCOME = topic('what came of an item');
const REASON = topic('why a deal was lost');
/** Working seconds of a day in the office; the over-eager spread their looks over as many. */
const DAY_OF_WORK = 7.5 * HOUR;

/** So often on a day, evenly over it: the diligent in the morning and after lunch. */
export function planLooks(
  life: Life,
  { userid, desk, temper, who }: StaffMember,
  day: number,
): void {
  if (!life.desks.has(userid) || windowsOn(day, temper).length === 0) return;
  const often = life.values.staff.looks[temper];
  const looks = Math.floor(often) + (draw(who, LOOK, day) < often % 1 ? 1 : 0);
  for (let i = 0; i < looks; i++) {
    const worked = ((i + draw(who, LOOK, day, i + 1) / 4) / looks) * DAY_OF_WORK;
    const at = workedUntil(startOf(day), worked, temper);
    if (at >= life.now) life.due.add({ at, who: userid, n: nextOf(desk), kind: 'open-list' });
  }
}

/** One thing after the other from the top; what is not done today stands there again. */
export function readList(life: Life, { userid, items }: SeenList): void {
  const member = life.staff.get(userid);
  if (!member || life.byHand.has(userid)) return;
  const { desk, temper, who } = member;
  const { itemDone, careDone, itemMinutes } = life.values.staff;
  const there = new Set(items.map(keyOf));
  for (const key in desk.items) if (!there.has(key)) delete desk.items[key];
  let place = Object.values(desk.items).filter((known) => known.planned).length;
  for (const item of items) {
    const key = keyOf(item);
    const known = desk.items[key] ?? { n: desk.listed++, looks: 0, planned: false };
    desk.items[key] = known;
    const willing = (item.kind === 'care' ? careDone : itemDone)[temper];
    if (known.planned || draw(who, WILLING, known.n, known.looks++) >= willing) continue;
    known.planned = true;
    place++;
    const at = workedUntil(life.now, place * 60 * itemMinutes[temper], temper);
    life.due.add({ at, who: userid, n: nextOf(desk), kind: 'do-item', item });
  }
}

export function doItem(life: Life, { userid, desk }: StaffMember, errand: ErrandOf<'do-item'>) {
  const { item } = errand;
  const known = desk.items[keyOf(item)];
  if (!known) return;
  const person = life.customerOf(item.customer);
  const n = person ? nextOf(person.mind) : known.n;
  const who = person?.who ?? streamOf(userid, `customer ${item.customer}`);
  const drawn = outcomeOf(life, userid, item, person, who, n);
  // Who must think it over is only talked with: the product puts them to the RM again.
  const early = drawn === 'won' && item.consideration?.over === false;
  const outcome = early ? 'done' : drawn;
  const { id, version } = item;
  const lost = outcome === 'lost';
  life.atDesk({
    ...{ do: 'log', userid, item: id, version, outcome },
    ...(outcome === 'won' && item.consideration ? { calledBack: true } : {}),
    ...(lost ? { lostReason: pickShare(life.values.desk.lostReasons, draw(who, REASON, n)) } : {}),
  });
  if (!person) return;
  // Who has bought something here is moved to keep more of their money here; who wants no more is heard.
  if (outcome === 'won') touch(person.mind, life.now, life.values);
  const bond = person.mind.bonds[userid];
  if (bond && outcome === 'opt_out') bond.stopped = true;
}

const keyOf = ({ id, version }: SeenItem): string => `${id} ${version}`;

/** Drawn from the shares of its kind; who is moved buys more easily, who is annoyed hears nobody out. */
function outcomeOf(
  life: Life,
  userid: string,
  { kind }: SeenItem,
  person: Person | null,
  who: Stream,
  n: number,
): ItemOutcome {
  const { values, now } = life;
  const { outcomes, moved, annoyed } = values.desk;
  const shares: Record<ItemOutcome, number> = { ...outcomes[kind] };
  if (person?.customer) {
    shares.won *= 1 + moved * touchedBy(person.mind, now, values);
    const bond = person.mind.bonds[userid];
    if (bond) {
      fade(bond, now, values);
      const limit = values.annoyance.patience * person.customer.patience;
      const share = Math.min(1, bond.annoyance / limit);
      shares.won *= 1 - share;
      shares.declined *= 1 + annoyed * share;
      shares.opt_out *= 1 + annoyed * share;
    }
  }
  return pickShare(shares, draw(who, OUTCOME, n));
}
