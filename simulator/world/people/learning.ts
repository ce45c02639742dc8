import { HOUR } from '../calendar.ts';
import type { Act, Outcome } from './exchange.ts';
import { type Life, nextOf } from './life.ts';
import { befriended } from './minds.ts';
import { workedUntil } from './working-time.ts';

/** What people learn from how it went: whom they met, which group they are in, who is gone. */

const NO_FRIEND = 84061;
const NO_SUCH_CODE = 41044;

export function learn(life: Life, acts: readonly Act[], outcomes: readonly Outcome[]): void {
  acts.forEach((act, i) => {
    const outcome = outcomes[i];
    if (!outcome) return;
    if (outcome.ok) succeeded(life, act, outcome);
    else refused(life, act, outcome.code);
  });
}

function succeeded(life: Life, act: Act, outcome: Outcome & { ok: true }): void {
  const id = typeof act.person === 'string' ? act.person : null;
  if (id === null) return;
  const { mind } = life.person(id);
  switch (act.do) {
    case 'customer.scan':
    case 'customer.add':
    case 'customer.open-link':
    case 'staff.accept': {
      const userid = typeof outcome.userid === 'string' ? outcome.userid : null;
      // Somebody who asked is met when the RM accepts.
      if (userid === null || outcome.pending) return;
      befriended(mind, userid, life.now);
      const member = life.staff.get(userid);
      if (outcome.half && member && !life.byHand.has(userid)) {
        const at = workedUntil(life.now, HOUR / 2, member.temper);
        life.due.add({ at, who: userid, n: nextOf(member.desk), kind: 'accept', person: id });
      }
      return;
    }
    case 'customer.join-group':
      if (typeof outcome.chatId === 'string')
        mind.groups[outcome.chatId] ??= { muted: false, annoyance: 0, at: life.now };
  }
}

function refused(life: Life, act: Act, code: number): void {
  if (code === NO_SUCH_CODE && typeof act.configId === 'string') {
    const { ways, links, joins } = life.codes;
    const other = (c: { configId: string }) => c.configId !== act.configId;
    life.codes = { ways: ways.filter(other), links, joins: joins.filter(other) };
  }
  if (code !== NO_FRIEND || typeof act.person !== 'string' || typeof act.userid !== 'string')
    return;
  const bond = life.people.get(act.person)?.mind.bonds[act.userid];
  if (bond && bond.endedAt === null && act.do !== 'staff.accept') bond.endedAt = life.now;
}
