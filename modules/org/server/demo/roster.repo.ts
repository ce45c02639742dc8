import type { Ctx } from '#platform/server/ctx.ts';
import { bankByCode } from '../bank/bank.repo.ts';
import { bank } from './plan.ts';

/** Who works where in the demo bank, for what stands in for the systems around it. */
export interface DemoRoster {
  /** From the head office down. */
  readonly units: readonly {
    id: string;
    code: string;
    name: string;
    kind: string;
    parentId: string | null;
  }[];
  /** Those with an account in WeCom. */
  readonly people: readonly {
    id: string;
    userid: string;
    number: string;
    name: string;
    title: string | null;
    unitId: string;
  }[];
}

export async function demoBankId(ctx: Ctx): Promise<string | null> {
  return (await bankByCode(ctx, bank.code))?.id ?? null;
}

export async function demoRoster(ctx: Ctx): Promise<DemoRoster> {
  const units = await ctx.db
    .selectFrom('org.unit')
    .select(['id', 'code', 'name', 'kind', 'parentId'])
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', 'open')
    .orderBy('no')
    .execute();
  const people = await ctx.db
    .selectFrom('org.staff')
    .select(['id', 'wecomUserId as userid', 'number', 'name', 'title', 'unitId'])
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', 'active')
    .where('wecomUserId', 'is not', null)
    .orderBy('number')
    .execute();
  return { units, people: people.map((p) => ({ ...p, userid: p.userid! })) };
}

/** Who does this work in the demo bank: the first of them, `head_office_operator` and others. */
export async function demoStaffId(ctx: Ctx, role: string): Promise<string | null> {
  const found = await ctx.db
    .selectFrom('org.roleGrant as g')
    .innerJoin('org.role as r', (join) =>
      join.onRef('r.orgId', '=', 'g.orgId').onRef('r.id', '=', 'g.roleId'),
    )
    .innerJoin('org.staff as s', (join) =>
      join.onRef('s.orgId', '=', 'g.orgId').onRef('s.id', '=', 'g.staffId'),
    )
    .select('g.staffId')
    .where('g.orgId', '=', ctx.orgId)
    .where('r.code', '=', role)
    .where('g.endedAt', 'is', null)
    .where('s.state', '=', 'active')
    .orderBy('s.number')
    .limit(1)
    .executeTakeFirst();
  return found?.staffId ?? null;
}
