import { sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Account, AccountKind } from '../../contract/account.ts';

export interface AccountRow extends Omit<Account, 'unitName' | 'can' | 'changedAt' | 'changedBy'> {
  readonly changedBy: string;
  readonly changedAt: Date;
}

const columns = sql`id, kind, unit_id as "unitId", appid, name, type, purpose, state, version,
  changed_by as "changedBy", changed_at as "changedAt"`;
const within = (scope: UnitScope) =>
  scope.whole ? sql`true` : sql`unit_id = any(${scope.units}::uuid[])`;

export async function findAccounts(
  ctx: Ctx,
  kind: AccountKind,
  scope: UnitScope,
  id?: string,
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select ${columns} from wecom.account
     where org_id = ${ctx.orgId} and kind = ${kind} and ${within(scope)}
       and (${id ?? null}::uuid is null or id = ${id ?? null})
     order by state, name, id`.execute(ctx.db);
  return rows;
}

/** False when the bank has this AppID already. */
export async function insertAccount(
  ctx: TxCtx,
  account: Omit<AccountRow, 'changedBy' | 'changedAt' | 'version' | 'state'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('wecom.account')
    .values({
      ...account,
      ...{ orgId: ctx.orgId, state: 'active', version: 1 },
      changedBy: ctx.actor.name,
      changedAt: ctx.now(),
    })
    .onConflict((c) => c.columns(['orgId', 'appid']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** False when it is no longer at this version. */
export async function setAccount(
  ctx: TxCtx,
  id: string,
  version: number,
  change: Pick<AccountRow, 'name' | 'unitId' | 'type' | 'purpose' | 'state'>,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('wecom.account')
    .set({
      ...change,
      version: version + 1,
      changedBy: ctx.actor.name,
      changedAt: ctx.now(),
    })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
