import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { customerImport, transactionImport } from '#modules/customers/server/index.ts';
import { demoBankId, demoStaffId, staffActor } from '#modules/org/server/index.ts';
import type { ImportDetail } from '#platform/contract/import.ts';
import { readConfig } from '#platform/server/config.ts';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { beginApplying, startImport } from '#platform/server/imports/import.service.ts';
import { importDetail, listImports } from '#platform/server/imports/import-view.service.ts';
import { changeMapping } from '#platform/server/imports/mapping.service.ts';
import type { CommandCall } from './commands.ts';
import { openInstallation } from './installation.ts';
import { Refusal } from './words.ts';

const POLL_MS = 300;
const PATIENCE_MS = 5 * 60_000;
const definitions = new Map([customerImport, transactionImport].map((one) => [one.kind, one]));

/** What the bank's own systems call the things they keep, by kind of file. */
const MEANS: Readonly<Record<string, string>> = {
  客户号: 'bankNo',
  姓名: 'name',
  手机号: 'phone',
  机构号: 'unit',
  管户工号: 'rm',
  微信标识: 'unionid',
  性别: 'gender',
  出生日期: 'birth_date',
  年龄档: 'age_band',
  城市: 'residence',
  城市等级: 'city_tier',
  职业: 'occupation',
  学历: 'education',
  开户日期: 'customer_since',
  风险等级: 'risk_level',
  测评日期: 'risk_assessed_on',
  客户分层: 'value_band',
  有车: 'car_owner',
  资产合计: 'aum',
  存款合计: 'deposits',
  理财合计: 'wealth',
  持有产品: 'products',
  代发标志: 'payroll',
  代发单位: 'employer',
  发薪日: 'payday',
  收入档: 'income_band',
  信用卡等级: 'credit_card_level',
  卡已激活: 'card_activated',
  社保卡: 'social_security_card',
  养老金户: 'pension_account',
  月均消费: 'spending',
};

interface BankFile {
  /** Below the address of the bank's files. */
  readonly name: string;
  readonly kind: string;
  readonly profile: string;
  readonly means: Readonly<Record<string, string>>;
}

const FILES: readonly BankFile[] = [
  {
    name: 'customers.csv',
    kind: customerImport.kind,
    profile: '核心系统客户文件',
    means: MEANS,
  },
  {
    name: 'history.csv',
    kind: transactionImport.kind,
    profile: '行内交易与行为流水',
    means: {
      流水号: 'number',
      时间: 'at',
      客户号: 'bankNo',
      类型: 'movement',
      金额: 'amount',
      消费类别: 'category',
      产品: 'product',
    },
  },
];

/**
 * Brings the simulated bank's files, its customers and then what they bought, into the demo bank the
 * way an operator does it: uploaded, mapped, kept as a profile, applied. A worker must be running.
 * Once is enough.
 */
export async function demoImport({ env, values }: CommandCall): Promise<number> {
  const installation = await openInstallation(readConfig({ YUHANG_LOG_LEVEL: 'error', ...env }));
  const { config, ctxFor } = installation;
  try {
    const bankId = config.mode === 'demo' ? await demoBankId(ctxFor(NO_BANK, 'demo')) : null;
    if (!bankId || typeof values.from !== 'string')
      throw new Refusal([
        '需要演示机构（yuhang demo）和文件所在的地址（--from）',
        'A demo bank (yuhang demo) and the address where the files are (--from) are needed',
      ]);
    const ctx = await asOperator(ctxFor(bankId, 'demo'));
    const imported: Record<string, ImportDetail['counts'] | null> = {};
    for (const file of FILES)
      imported[file.kind] = (await known(ctx, file))
        ? null
        : (await bring(ctx, file, values.from)).counts;
    console.log(JSON.stringify({ imported }));
    return 0;
  } finally {
    await installation.close();
  }
}

async function known(ctx: Ctx, { kind }: BankFile): Promise<boolean> {
  const { total } = await listImports(ctx, definitions, {
    whose: 'mine',
    kind,
    state: ['done', 'applying', 'checking', 'ready'],
    page: 1,
    size: 1,
  });
  return total > 0;
}

async function asOperator(ctx: Ctx): Promise<Ctx> {
  const id = await demoStaffId(ctx, 'head_office_operator');
  const actor = id && (await staffActor(ctx, id));
  if (!actor) throw new Error('The demo bank has no operator');
  return { ...ctx, actor };
}

async function bring(ctx: Ctx, file: BankFile, folder: string): Promise<ImportDetail> {
  const from = new URL(file.name, folder);
  const response = await fetch(from, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok || !response.body) throw new Error(`${from} answers ${response.status}`);
  const id = await startImport(ctx, definitions, file.kind, {
    filename: file.name,
    file: Readable.from(response.body as AsyncIterable<Uint8Array>, { objectMode: false }),
  });
  const read = await until(ctx, id, ['mapping', 'ready']);
  await changeMapping(ctx, definitions, id, {
    columns: read.columns.map(({ header }) => file.means[header] ?? null),
    saveAs: file.profile,
  });
  await until(ctx, id, ['ready']);
  await beginApplying(ctx, definitions, id);
  return until(ctx, id, ['done']);
}

/** Waits for the worker, who may have much to do while everything starts. */
async function until(
  ctx: Ctx,
  id: string,
  states: readonly ImportDetail['state'][],
): Promise<ImportDetail> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const now = await importDetail(ctx, definitions, id);
    if (states.includes(now.state)) return now;
    if (now.state === 'failed' || now.state === 'cancelled' || Date.now() > end)
      throw new Error(`The import is ${now.state}: ${JSON.stringify(now.problems.slice(0, 3))}`);
    await sleep(POLL_MS);
  }
}
