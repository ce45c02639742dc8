import type { z } from 'zod';
import type { addContactWay } from '#protocol/wecom/endpoints/contact-ways.ts';
import { type Db, row, rows } from '../core/db.ts';
import { mayServe, type Staff } from '../core/directory.ts';
import { demand } from '../core/refusal.ts';
import type { Caller, Work } from '../core/sim.ts';
import { expand } from '../staff/find.ts';

export type WaySettings = z.output<(typeof addContactWay)['body']>;

export interface ContactWayRow {
  config_id: string;
  agent_id: number;
  settings: WaySettings;
  is_temp: boolean;
  created_at: number;
  expires_at: number | null;
  uses: number;
}

export const findContactWay = async (db: Db, corpId: string, configId: string) =>
  (await findContactWays(db, corpId, [configId])).get(configId);

export async function findContactWays(
  db: Db,
  corpId: string,
  configIds: readonly string[],
): Promise<Map<string, ContactWayRow>> {
  const found = await rows<ContactWayRow>(
    db,
    `select config_id, agent_id, settings, is_temp, created_at, expires_at, uses
       from contact_way where corp_id = $1 and config_id = any($2) and not deleted`,
    [corpId, configIds],
  );
  return new Map(found.map((way) => [way.config_id, way]));
}

/** Contact-me and join ways share one quota; temporary ones do not count. */
export async function countWays(db: Db, corpId: string): Promise<number> {
  const counted = await row<{ n: number }>(
    db,
    `select (select count(*) from contact_way
              where corp_id = $1 and not is_temp and not deleted)
          + (select count(*) from join_way where corp_id = $1 and not deleted) n`,
    [corpId],
  );
  return counted?.n ?? 0;
}

/** Who may be put in: known, visible, activated, verified, with the capability; 100 at most. */
export function checkServing(
  call: Caller,
  users: readonly string[] = [],
  parties: readonly number[] = [],
  most: number,
  tooMany: number,
): void {
  const { staff, unknownUsers, unknownParties } = expand(call, users, parties);
  demand(unknownUsers.length === 0, 40003);
  demand(unknownParties.length === 0, 60123);
  const named = new Set(users.map((u) => u.toLowerCase()));
  for (const person of staff.filter((s) => named.has(s.userid.toLowerCase()))) {
    demand(call.app.sees(person), 60011);
    demand(mayServe(person), 41054);
  }
  demand(staff.length <= most, tooMany);
}

/** Those who can take a customer now. */
export const serving = (work: Work, settings: { user?: string[]; party?: number[] }): Staff[] =>
  expand(work, settings.user, settings.party).staff.filter(mayServe);
