import { hostname, userInfo } from 'node:os';
import type { AuditFinding } from '#platform/contract/system.ts';
import type { Lang, Phrase } from '#platform/contract/text.ts';
import type { Anchor } from '#platform/server/audit-anchor.ts';
import { anchorFile, readAnchors } from '#platform/server/audit-anchor.ts';
import { readConfig } from '#platform/server/config.ts';
import { asSystem, type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import {
  type AuditVerdict,
  acceptAudit,
  banksWithAudit,
  checkAudit,
} from '#platform/server/system/audit-check.service.ts';
import type { CommandCall } from './commands.ts';
import { openInstallation } from './installation.ts';
import { Refusal, say } from './words.ts';

type Check = (ctx: Ctx, anchors: readonly Anchor[]) => Promise<AuditVerdict>;

/** Verifies the audit chain of every bank; 3 when one is broken. */
export const verifyAudit = (call: CommandCall) => eachBank(call, checkAudit);

/** An operator answers for the breaks found; the bank may be changed again. */
export async function acceptAuditBreaks(call: CommandCall): Promise<number> {
  const { reason } = call.values;
  if (typeof reason !== 'string' || reason.trim().length < 2)
    throw new Refusal([
      '请写明原因，它会记入审计：--reason "…"',
      'Give the reason, which the audit keeps: --reason "…"',
    ]);
  const { username } = userInfo();
  return eachBank(call, (ctx, anchors) =>
    acceptAudit(asSystem(ctx, ctx.orgId, `${username}@${hostname()}`), anchors, reason.trim()),
  );
}

async function eachBank({ env, lang, values }: CommandCall, check: Check): Promise<number> {
  const config = readConfig({ ...env, YUHANG_LOG_LEVEL: 'silent' });
  const installation = await openInstallation(config);
  try {
    const file = anchorFile(config.dataDir);
    const { byBank, strange } = await readAnchors(installation.vault, file);
    const banks = await banksWithAudit(installation.ctxFor(NO_BANK), file);
    const chosen = typeof values.bank === 'string' ? [values.bank] : banks;
    const verdicts: AuditVerdict[] = [];
    for (const orgId of chosen) {
      const verdict = await check(installation.ctxFor(orgId, 'cli'), byBank.get(orgId) ?? []);
      verdicts.push(verdict);
      if (!values.json) print(verdict, byBank.get(orgId) ?? [], lang);
    }
    const broken = verdicts.filter(({ findings }) => findings.length > 0).length;
    if (values.json) console.log(JSON.stringify({ intact: broken === 0, strange, verdicts }));
    else {
      if (strange > 0) console.log(say(words.strange, lang, { strange, file }));
      console.log(
        say(broken > 0 ? words.broken : words.intact, lang, { broken, count: chosen.length }),
      );
    }
    return broken > 0 || strange > 0 ? 3 : 0;
  } finally {
    await installation.close();
  }
}

function print(verdict: AuditVerdict, anchors: readonly Anchor[], lang: Lang): void {
  const { orgId, entries, seconds, findings, accepted } = verdict;
  const speed = Math.round(entries / Math.max(seconds, 0.001)).toLocaleString();
  const sign = findings.length > 0 ? '✗' : '✓';
  const count = entries.toLocaleString();
  const facts = { count, seconds: seconds.toFixed(1), speed, anchors: anchors.length };
  const whose = orgId === NO_BANK ? say(words.installation, lang) : orgId;
  console.log(`${sign} ${whose.padEnd(36)}  ${say(words.entries, lang, facts)}`);
  for (const finding of findings) console.log(`    ${line(finding, lang)}`);
  if (accepted.length > 0)
    console.log(`    ${say(words.accepted, lang, { count: accepted.length })}`);
}

function line({ kind, fromSeq, toSeq }: AuditFinding, lang: Lang): string {
  const place = fromSeq === toSeq ? `${fromSeq}` : `${fromSeq}–${toSeq}`;
  return `${say(words.place, lang, { place })}  ${say(kinds[kind], lang)}`;
}

const kinds: Readonly<Record<AuditFinding['kind'], Phrase>> = {
  changed: ['内容被改动，或不是本产品写的', 'altered, or not written by the product'],
  missing: ['缺失：记录被删除', 'missing: entries were removed'],
  moved: ['次序被改动', 'out of its place'],
  inserted: ['被插入的记录', 'inserted'],
  'cut-off': [
    '末尾被截去（数据库外的锚点记得它们）',
    'cut off the end (anchors outside the database remember them)',
  ],
  rewritten: [
    '与数据库外的锚点或前一条不符，被替换过',
    'replaced: does not follow from the entry before, or from an anchor',
  ],
};

const words = {
  entries: [
    '{count} 条，{seconds} 秒（{speed} 条/秒），锚点 {anchors} 个',
    '{count} entries in {seconds} s ({speed}/s), {anchors} anchors',
  ],
  installation: ['本安装（不属于任何机构）', 'the installation itself'],
  place: ['第 {place} 条', 'entry {place}'],
  accepted: ['另有 {count} 处已由操作员认可', '{count} more were accepted by an operator'],
  strange: [
    '锚点文件中有 {strange} 行不是本产品写的：{file}',
    '{strange} lines of the anchor file are not ours: {file}',
  ],
  intact: ['{count} 家机构的审计链完好。', 'The audit chains of {count} banks are intact.'],
  broken: [
    '{broken} 家机构的审计链已断，这些机构现在只读。查明原因后：yuhang audit accept --reason "…"',
    'The audit chains of {broken} banks are broken; these banks are read-only. Once understood: yuhang audit accept --reason "…"',
  ],
} satisfies Record<string, Phrase>;
