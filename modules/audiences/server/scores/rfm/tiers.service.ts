import { kindsOf } from '#modules/tracking/server/index.ts';
import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { RfmCutPoints, RfmSettings } from '../../../contract/score.ts';
import { scoreErrors } from '../../../contract/score-model.ts';
import { orderRebuild } from '../../profile/rebuild.task.ts';
import { type Asked, pageOf } from '../page-of.ts';
import { setSettings, settingRow } from '../standing/signal.repo.ts';
import { demandForAll } from '../whole-bank.ts';
import { rfmDefaults } from './rfm.service.ts';
import { rfmTiers } from './rfm.ts';
import { countRfm, findInTier } from './tiers.repo.ts';

export async function rfmOverview(ctx: Ctx, unitId: string | undefined) {
  const [row, count, kinds] = await Promise.all([
    settingRow(ctx, 'rfm'),
    countRfm(ctx, unitId),
    kindsOf(ctx),
  ]);
  const settings = RfmSettings.parse(row?.settings ?? rfmDefaults);
  const total = rfmTiers.reduce((sum, { no }) => sum + count('rfm_tier', no), 0);
  const histogram = (key: string) => [1, 2, 3, 4, 5].map((value) => count(key, value));
  const cuts = RfmCutPoints.safeParse(row?.run);
  return {
    settings,
    counted: settings.kinds.map((kind) => {
      const known = kinds.get(kind);
      return known ? say(known.title, ctx.lang) : kind;
    }),
    version: row?.version ?? 0,
    total,
    tiers: rfmTiers.map(({ no, name, meaning, high: [recency, frequency, monetary] }) => ({
      no,
      name: say(name, ctx.lang),
      meaning: say(meaning, ctx.lang),
      high: { recency, frequency, monetary },
      count: count('rfm_tier', no),
      share: total === 0 ? 0 : count('rfm_tier', no) / total,
    })),
    scores: {
      recency: histogram('rfm_r'),
      frequency: histogram('rfm_f'),
      monetary: histogram('rfm_m'),
    },
    cuts: cuts.success ? cuts.data : null,
    scoredAt: row?.runAt?.toISOString() ?? null,
  };
}

export async function listRfmTier(
  ctx: Ctx,
  asked: Asked & { tier: number; unitId?: string | undefined },
) {
  const after = Number(asked.cursor ?? 0);
  const rows = await findInTier(ctx, asked.tier, asked.unitId, after, asked.size);
  return pageOf(ctx, rows, asked, ({ customerId: _, ...row }) => row);
}

export function saveRfmSettings(
  ctx: Ctx,
  { version, settings }: { version: number; settings: RfmSettings },
): Promise<{ version: number }> {
  return inTx(ctx, async (ctx) => {
    await demandForAll(ctx);
    const before = (await settingRow(ctx, 'rfm'))?.settings ?? rfmDefaults;
    if (!(await setSettings(ctx, 'rfm', settings, version))) throw scoreErrors.settingsChanged();
    await orderRebuild(asSystem(ctx, ctx.orgId, 'audiences') as TxCtx);
    audit(ctx, {
      action: 'audiences.rfm-changed',
      subject: { kind: 'rfm', id: ctx.orgId },
      before,
      after: settings,
    });
    return { version: (await settingRow(ctx, 'rfm'))!.version };
  });
}
