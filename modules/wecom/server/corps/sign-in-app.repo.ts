import type { Ctx } from '#platform/server/ctx.ts';
import type { AppId, CorpId } from '../../contract/corp.ts';

/** Through which app somebody inside WeCom or WeChat may say who they are. */
export interface SignInApp {
  readonly orgId: string;
  readonly corpId: CorpId;
  readonly corpid: string;
  readonly appId: AppId;
  readonly agentId: number;
  readonly baseUrl: string;
}

/**
 * Of whichever bank: who signs in has no bank yet. Without a `corpid` only where the installation
 * has no more than one corp.
 */
export async function findSignInApp(ctx: Ctx, corpid?: string): Promise<SignInApp | null> {
  let query = ctx.db
    .selectFrom('wecom.corp as c')
    .innerJoin('wecom.app as a', 'a.corpId', 'c.id')
    .select(['c.orgId', 'c.id as corpId', 'c.corpid', 'a.id as appId', 'a.agentId', 'c.baseUrl'])
    .whereRef('a.orgId', '=', 'c.orgId')
    .where('c.state', '=', 'active')
    .where('a.state', '=', 'active')
    .where('a.kind', '=', 'self_built')
    .where('a.agentId', 'is not', null)
    .orderBy('a.createdAt')
    .orderBy('a.id');
  if (corpid) query = query.where('c.corpid', '=', corpid);
  const rows = await query.execute();
  const corps = new Set(rows.map((row) => row.corpId));
  return corps.size === 1 ? (rows[0] as SignInApp) : null;
}

/** A corp of the bank through which its customers may say who they are; null: there is none. */
export async function findSignInCorp(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('wecom.corp as c')
    .innerJoin('wecom.app as a', 'a.corpId', 'c.id')
    .select('c.corpid')
    .where('c.orgId', '=', ctx.orgId)
    .whereRef('a.orgId', '=', 'c.orgId')
    .where('c.state', '=', 'active')
    .where('a.state', '=', 'active')
    .where('a.kind', '=', 'self_built')
    .where('a.agentId', 'is not', null)
    .orderBy('c.corpid')
    .limit(1)
    .executeTakeFirst();
  return row?.corpid ?? null;
}
