import { pendingMigrations } from '#platform/server/migrate.ts';
import { queueState } from '#platform/server/system/queue.ts';
import { type Check, fail, ok, warn } from './check.ts';

const DAY_MS = 86_400_000;

export const productChecks: readonly Check[] = [
  {
    name: 'migrations',
    title: ['数据结构', 'Schema'],
    needsDatabase: true,
    async run({ database: { db } }) {
      const pending = await pendingMigrations(db);
      if (pending.length === 0) return ok('是本版本的', 'is of this version');
      return fail(
        [`还差 ${pending.length} 个迁移`, `${pending.length} migrations are pending`],
        ['运行 yuhang migrate', 'run `yuhang migrate`'],
      );
    },
  },
  {
    name: 'worker',
    title: ['后台进程', 'Workers'],
    needsDatabase: true,
    async run({ database: { db } }) {
      const rows = await db
        .selectFrom('platform.process')
        .select(['role', 'host', 'pid', 'seenAt'])
        .execute();
      const live = rows.filter(({ seenAt }) => Date.now() - seenAt.getTime() < 10_000);
      const workers = live.filter(({ role }) => role === 'worker');
      const shown = live.map(({ role, host, pid }) => `${role}@${host}:${pid}`).join(' ');
      if (workers.length > 0) return ok(shown, shown);
      return warn(
        ['没有后台进程在运行，排队的工作不会被处理', 'none runs: queued work waits'],
        [
          '启动 yuhang serve --role worker（或 all）',
          'start `yuhang serve --role worker` (or all)',
        ],
      );
    },
  },
  {
    name: 'queue',
    title: ['任务队列', 'Queue'],
    needsDatabase: true,
    async run({ database: { db, pool } }) {
      const { waiting, running, failing, oldestSeconds } = await queueState(db);
      const given = await pool.query(
        `select t.identifier as name, count(*)::int as count from graphile_worker._private_jobs j
           join graphile_worker._private_tasks t on t.id = j.task_id
          where j.attempts >= j.max_attempts and j.locked_at is null group by 1 order by 2 desc`,
      );
      const numbers = [
        `等待 ${waiting}，进行 ${running}，重试 ${failing}，最久等了 ${Math.round(oldestSeconds)} 秒`,
        `${waiting} waiting, ${running} running, ${failing} being retried, the oldest for ${Math.round(oldestSeconds)} s`,
      ] as const;
      if (given.rows.length > 0) {
        const names = given.rows.map(({ name, count }) => `${name}×${count}`).join(' ');
        return warn(
          [`已放弃的任务：${names}`, `given up: ${names}`],
          ['在日志中查找这些任务的失败原因', 'look for the reason in the logs of the workers'],
        );
      }
      if (oldestSeconds > 300)
        return warn(numbers, [
          '积压：增加 worker，或调大 YUHANG_WORKER_CONCURRENCY',
          'falling behind: add workers or raise YUHANG_WORKER_CONCURRENCY',
        ]);
      return ok(...numbers);
    },
  },
  {
    name: 'audit',
    title: ['审计链', 'Audit chain'],
    needsDatabase: true,
    async run({ database: { db } }) {
      const checks = await db
        .selectFrom('platform.auditCheck')
        .select(['orgId', 'broken', 'checkedAt'])
        .execute();
      const broken = checks.filter((c) => c.broken);
      if (broken.length > 0)
        return fail(
          [
            `${broken.length} 家机构的审计链已断，处于只读`,
            `broken for ${broken.length} banks, which are read-only`,
          ],
          [
            '运行 yuhang audit verify 查看；查明原因后 yuhang audit accept --reason …',
            'see `yuhang audit verify`; once understood, `yuhang audit accept --reason …`',
          ],
        );
      const heads = await db.selectFrom('platform.auditHead').select('orgId').execute();
      const last = new Map(checks.map((c) => [c.orgId, c.checkedAt.getTime()]));
      const late = heads.filter(({ orgId }) => Date.now() - (last.get(orgId) ?? 0) > 2 * DAY_MS);
      if (late.length > 0)
        return warn(
          [
            `${late.length} 家机构两天内没有验证过`,
            `not verified within two days for ${late.length} banks`,
          ],
          [
            'worker 每天验证一次；也可运行 yuhang audit verify',
            'a worker does so daily; or run `yuhang audit verify`',
          ],
        );
      return ok(`${heads.length} 家机构完好`, `intact for ${heads.length} banks`);
    },
  },
];
