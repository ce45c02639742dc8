import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { AuditFinding, type AuditState, type SystemState } from '../../contract/system.ts';
import type { Ctx } from '../ctx.ts';
import { queueState } from './queue.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string };
export const productVersion = version;

export async function systemState(
  ctx: Ctx,
  { mode, readOnly }: { mode: 'demo' | 'production'; readOnly: boolean },
): Promise<SystemState> {
  const [queue, database, processes, audit] = await Promise.all([
    queueState(ctx.db),
    sql<{ version: string; bytes: number }>`
      select current_setting('server_version') as version,
             pg_database_size(current_database())::int8 as bytes`.execute(ctx.db),
    ctx.db
      .selectFrom('platform.process')
      .select(['id', 'role', 'host', 'pid', 'startedAt', 'seenAt'])
      .orderBy('role')
      .orderBy('startedAt')
      .execute(),
    auditState(ctx),
  ]);
  return {
    version,
    mode,
    database: database.rows[0]!,
    queue,
    processes: processes.map((p) => ({
      ...p,
      startedAt: p.startedAt.toISOString(),
      seenAt: p.seenAt.toISOString(),
    })),
    audit,
    readOnly,
  };
}

async function auditState(ctx: Ctx): Promise<AuditState> {
  const [check, head] = await Promise.all([
    ctx.db
      .selectFrom('platform.auditCheck')
      .select(['checkedAt', 'broken', 'findings'])
      .where('orgId', '=', ctx.orgId)
      .executeTakeFirst(),
    ctx.db
      .selectFrom('platform.auditHead')
      .select('seq')
      .where('orgId', '=', ctx.orgId)
      .executeTakeFirst(),
  ]);
  return {
    checkedAt: check?.checkedAt.toISOString() ?? null,
    entries: head?.seq ?? 0,
    intact: !check?.broken,
    findings: check ? AuditFinding.array().parse(check.findings) : [],
  };
}
