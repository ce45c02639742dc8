import { hostname, userInfo } from 'node:os';
import { sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { readConfig } from '#platform/server/config.ts';
import { asSystem, type Ctx, inTx, NO_BANK } from '#platform/server/ctx.ts';
import { reencryptAll, rotateDataKey } from '#platform/server/key-rotation.ts';
import { masterKeysOf, previousFile, rotateMasterKey } from '#platform/server/master-key.ts';
import { encryptedColumns, productModules } from '../modules.ts';
import type { CommandCall } from './commands.ts';
import { type Installation, openInstallation } from './installation.ts';
import { say } from './words.ts';

async function withInstallation(
  { env }: CommandCall,
  work: (installation: Installation, ctx: Ctx) => Promise<void>,
): Promise<number> {
  const installation = await openInstallation(readConfig({ ...env, YUHANG_LOG_LEVEL: 'error' }));
  try {
    const { username } = userInfo();
    const ctx = installation.ctxFor(NO_BANK, 'cli');
    await work(installation, asSystem(ctx, NO_BANK, `${username}@${hostname()}`));
    return 0;
  } finally {
    await installation.close();
  }
}

/** A new data key; what stands under the old ones is encrypted anew by a worker, or here with --wait. */
export const rotateKey = (call: CommandCall) =>
  withInstallation(call, async (installation, ctx) => {
    const id = await rotateDataKey(ctx, masterKeysOf(installation.config.masterKeyFile));
    console.log(say(words.rotated, call.lang, { id }));
    if (!call.values.wait) return;
    const columns = encryptedColumns(productModules(installation));
    await reencryptAll(ctx, columns, 45_000);
    console.log(say(words.reencrypted, call.lang));
  });

/** A new master key wraps the data keys; nothing is encrypted anew. */
export const rotateMaster = (call: CommandCall) =>
  withInstallation(call, async ({ config, database, vault }, ctx) => {
    const file = config.masterKeyFile;
    const outcome = await rotateMasterKey(database.db, file);
    await vault.refresh();
    await inTx(ctx, async (ctx) =>
      audit(ctx, {
        action: 'platform.master-key-rotated',
        subject: { kind: 'master-key', id: 'installation' },
      }),
    );
    const previous = previousFile(file);
    console.log(
      say(outcome === 'finished' ? words.finished : words.master, call.lang, { file, previous }),
    );
  });

export const keyStatus = (call: CommandCall) =>
  withInstallation(call, async (installation, ctx) => {
    const { lang, values } = call;
    const keys = await ctx.db
      .selectFrom('platform.dataKey')
      .select(['id', 'purpose', 'generation', 'createdAt'])
      .orderBy('purpose')
      .orderBy('generation')
      .execute();
    const active = ctx.vault.activeKey();
    for (const { id, purpose, generation, createdAt } of keys) {
      const day = createdAt.toISOString().slice(0, 10);
      const use = id === active || purpose === 'mac' ? words.inUse : words.older;
      console.log(`${purpose.padEnd(5)} ${generation}  ${id}  ${day}  ${say(use, lang)}`);
    }
    const columns = encryptedColumns(productModules(installation));
    const progress = await ctx.db
      .selectFrom('platform.keyRotation as r')
      .leftJoin('platform.keyRotationColumn as c', 'c.keyId', 'r.keyId')
      .select(['c.name', 'c.rewritten', 'r.finishedAt'])
      .where('r.keyId', '=', active)
      .orderBy('c.name')
      .execute();
    if (progress.length > 0)
      console.log(say(progress[0]!.finishedAt ? words.done : words.running, lang));
    for (const { name, rewritten } of progress) {
      if (name) console.log(`  ${name}  ${rewritten?.toLocaleString()}`);
    }
    if (!values.count) return;
    for (const { table, column, path } of columns) {
      const value = path
        ? sql`${sql.ref(column)} #>> ${sql.lit(`{${path.join(',')}}`)}`
        : sql.ref(column);
      const { rows } = await sql<{ id: string; count: number }>`
        select split_part(${value}, '.', 2) as id, count(*)::int as count
          from ${sql.table(table)} where ${value} like 'v1.%' group by 1 order by 2 desc`.execute(
        ctx.db,
      );
      const counts = rows.map(({ id, count }) => `${id} ×${count.toLocaleString()}`).join('  ');
      console.log(`${[table, column, ...(path ?? [])].join('.')}  ${counts || '0'}`);
    }
  });

const words = {
  rotated: [
    '新的数据密钥 {id} 已启用。旧值仍可读，正由 worker 在后台重新加密；进度：yuhang keys status',
    'The new data key {id} is in use. Old values stay readable while a worker encrypts them anew: yuhang keys status',
  ],
  reencrypted: [
    '所有值都已用新的数据密钥加密。',
    'Every value is encrypted under the new data key.',
  ],
  master: [
    '主密钥已更换：{file}\n旧的留在 {previous}：恢复更换之前的数据库备份时还需要它。请把两者分别离线备份，然后把旧的移走。',
    'The master key was replaced: {file}\nThe old one is kept as {previous}: backups of the database from before need it. Back both up offline, apart, then move the old one away.',
  ],
  finished: [
    '上一次更换主密钥在中途停止，现已完成：{file}\n旧的留在 {previous}。',
    'An earlier replacement of the master key had stopped half way and is now finished: {file}\nThe old one is kept as {previous}.',
  ],
  inUse: ['使用中', 'in use'],
  older: ['旧', 'older'],
  done: [
    '最近一次轮换已完成；各列重新加密的数量：',
    'The last rotation is finished; values encrypted anew:',
  ],
  running: [
    '轮换进行中；各列已重新加密的数量：',
    'A rotation is under way; values encrypted anew so far:',
  ],
} satisfies Record<string, Phrase>;
