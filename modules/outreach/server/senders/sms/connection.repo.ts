import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export const SMS_SECRET = 'outreach.sms-gateway.secret';

export interface GatewayRow {
  readonly orgId: string;
  readonly url: string;
  readonly appId: string;
  /** As the vault keeps it. */
  readonly secret: string;
  readonly sign: string;
  readonly on: boolean;
  readonly callbackKey: string;
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const columns = sql`org_id as "orgId", url, app_id as "appId", secret, sign, on_air as "on",
  callback_key as "callbackKey", version, changed_by as "changedBy", changed_at as "changedAt"`;

export async function findGatewayRow(ctx: Ctx): Promise<GatewayRow | null> {
  const { rows } = await sql<GatewayRow>`select ${columns} from outreach.sms_gateway
    where org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Of whichever bank: whoever calls knows the key. */
export async function findGatewayByKey(ctx: Ctx, key: string): Promise<GatewayRow | null> {
  const { rows } = await sql<GatewayRow>`select ${columns} from outreach.sms_gateway
    where callback_key = ${key}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** False when somebody else made this version first. */
export async function putGateway(
  ctx: TxCtx,
  row: Pick<GatewayRow, 'url' | 'appId' | 'secret' | 'sign' | 'on' | 'callbackKey' | 'version'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into outreach.sms_gateway as g (org_id, url, app_id, secret, sign, on_air, callback_key,
      version, changed_by, changed_at)
    values (${ctx.orgId}, ${row.url}, ${row.appId}, ${row.secret}, ${row.sign}, ${row.on},
      ${row.callbackKey}, ${row.version}, ${ctx.actor.name}, ${ctx.now()})
    on conflict (org_id) do update
       set url = excluded.url, app_id = excluded.app_id, secret = excluded.secret,
           sign = excluded.sign, on_air = excluded.on_air, version = excluded.version,
           changed_by = excluded.changed_by, changed_at = excluded.changed_at
     where g.version = excluded.version - 1`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n) > 0;
}

/** Results of text messages under way are asked for at the next turn. */
export async function lookAtSms(ctx: TxCtx): Promise<void> {
  await sql`
    update outreach.handover set poll_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and channel = 'sms' and state in ('sent', 'confirmed')
       and poll_at > ${ctx.now()}`.execute(ctx.db);
}
