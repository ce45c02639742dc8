import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { RehearsalSubject } from '../../contract.ts';

export interface SubjectRow {
  readonly kind: RehearsalSubject['kind'];
  readonly id: string;
  readonly name: string;
  readonly version: number | null;
  readonly state: string;
  readonly unitId: string;
  /** Null: it goes to group chats. */
  readonly audienceId: string | null;
  readonly customers: number | null;
}

const subjects = (ctx: Ctx) => sql`
  select 'sequence' as kind, r.id, r.name, r.version, r.state, r.unit_id, r.audience_id,
         r.changed_at
    from sequences.run r where r.org_id = ${ctx.orgId}
   union all
  select 'bulk', b.id, b.name, b.version, b.state, b.unit_id, (b.draft->>'audienceId')::uuid,
         b.changed_at
    from outreach.bulk_send b
   where b.org_id = ${ctx.orgId}`;

/** Sequence runs and bulk sends of the caller's units, the newest first; one of them by id. */
export async function subjectRows(
  ctx: Ctx,
  permission: string | null,
  one?: RehearsalSubject,
): Promise<SubjectRow[]> {
  const { rows } = await sql<SubjectRow>`
    select s.kind, s.id, s.name, s.version, s.state, s.unit_id, s.audience_id,
           a.count::int as customers
      from (${subjects(ctx)}) s join org.unit u on u.org_id = ${ctx.orgId} and u.id = s.unit_id
      left join audiences.audience a on a.org_id = ${ctx.orgId} and a.id = s.audience_id
     where ${permission ? inScope(ctx, permission, 'u.path') : sql`true`}
       and (${one?.id ?? null}::uuid is null
            or (s.id = ${one?.id ?? null} and s.kind = ${one?.kind ?? null}))
     order by s.changed_at desc, s.id limit 200`.execute(ctx.db);
  return rows;
}

/** Whether something of it goes out by text message: only then a gateway and numbers are needed. */
export async function sendsSms(ctx: Ctx, { kind, id }: RehearsalSubject): Promise<boolean> {
  const { rows } = await sql<{ sends: boolean }>`
    select ${
      kind === 'bulk'
        ? sql`exists (select from outreach.bulk_send b where b.org_id = ${ctx.orgId}
                 and b.id = ${id} and b.draft ->> 'channel' = 'sms')`
        : sql`exists (select from sequences.run r join sequences.version v
                 on v.org_id = r.org_id and v.sequence_id = r.sequence_id
                and v.version = r.version
               where r.org_id = ${ctx.orgId} and r.id = ${id}
                 and v.definition @? '$.**.lane ? (@ == "sms")')`
    } as sends`.execute(ctx.db);
  return rows[0]!.sends;
}
