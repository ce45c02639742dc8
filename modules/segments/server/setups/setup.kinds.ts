import { z } from 'zod';
import { type ChangeLine, defineApprovalKind } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { modes, styles } from '../../contract/pack.ts';
import {
  SetupId,
  setupErrors,
  setupLaunched,
  setupLaunchKind,
  setupReviewKind,
} from '../../contract/setup.ts';
import { zoneTemplate } from '../zone/zone-blocks.ts';
import { setupGaps } from './gaps.ts';
import { lockSetup, type SetupRow, setSetup } from './setup.repo.ts';
import { coverageOf, MANAGE, needSetup, packOf } from './setup.view.ts';

const Payload = z.object({ id: SetupId, version: z.int().min(1) });
const APPROVE = 'segments.setup.approve';

async function demandComplete(ctx: Ctx, row: SetupRow): Promise<void> {
  const pack = await packOf(ctx, row);
  const coverage = await coverageOf(ctx, pack);
  const gaps = setupGaps(pack, row, coverage, ctx.lang);
  if (gaps.length > 0) throw setupErrors.setupIncomplete({ gaps });
}

/** A group is run as one person has set it up and another has approved, at exactly this version. */
defineApprovalKind({
  kind: setupLaunchKind,
  name: ['客群经营启动', 'Launch of a segment pack'],
  payload: Payload,
  draftPermission: MANAGE,
  decidePermission: APPROVE,
  deadlineWorkdays: 5,
  prepare: async (ctx, { id, version }) => {
    const row = await needSetup(ctx, id, MANAGE);
    if (row.state === 'ended') throw setupErrors.setupState({ state: row.state });
    if (row.version !== version || row.activeVersion === version)
      throw setupErrors.setupChangedMeanwhile({ version: row.version, by: row.changedBy });
    await demandComplete(ctx, row);
    return {
      subject: { id, name: row.name, version },
      unitId: row.unit.id,
      title: [`客群经营启动：${row.name}`, `Launch: ${row.name}`],
      changes: linesOf(row),
      link: `/segments/setups/${id}`,
    };
  },
  lockVersion: async (ctx, { payload }) => (await lockSetup(ctx, payload.id))?.version ?? null,
  onSubmitted: (ctx, { payload }) => setSetup(ctx, payload.id, { submitted: true }),
  onApproved: async (ctx, { payload: { id, version } }) => {
    const row = await needSetup(ctx, id, APPROVE);
    await demandComplete(ctx, row);
    await setSetup(ctx, id, { state: 'active', submitted: false, activeVersion: version });
    audit(ctx, {
      action: 'segments.setup-launched',
      subject: { kind: 'segment_setup', id, name: row.name },
      unitId: row.unit.id,
      before: { activeVersion: row.activeVersion },
      after: { activeVersion: version },
    });
    await publish(ctx, setupLaunched, { setupId: id, packKey: row.packKey, version });
  },
  onClosed: (ctx, { payload }) => setSetup(ctx, payload.id, { submitted: false }),
});

/** What was learned is shared with all when a second person has read it. */
defineApprovalKind({
  kind: setupReviewKind,
  name: ['客群经营复盘', 'Review of a segment pack'],
  payload: Payload,
  draftPermission: MANAGE,
  decidePermission: APPROVE,
  deadlineWorkdays: 10,
  prepare: async (ctx, { id, version }) => {
    const row = await needSetup(ctx, id, MANAGE);
    if (row.state !== 'ended' || !row.review) throw setupErrors.setupState({ state: row.state });
    if (row.version !== version) throw setupErrors.setupChangedMeanwhile({ version: row.version });
    const line = (zh: string, en: string, after: string): ChangeLine => ({
      ...{ label: [zh, en], before: null, after },
    });
    return {
      subject: { id, name: row.name, version },
      unitId: row.unit.id,
      title: [`复盘：${row.name}`, `Review: ${row.name}`],
      changes: [
        line('目标', 'Goal', row.review.goal),
        line('结果', 'Result', row.review.result),
        line('经验', 'Learned', row.review.learned),
        line('可复用', 'To reuse', row.review.reuse),
      ],
      link: `/segments/setups/${id}`,
    };
  },
  lockVersion: async (ctx, { payload }) => (await lockSetup(ctx, payload.id))?.version ?? null,
  onSubmitted: (ctx, { payload }) => setSetup(ctx, payload.id, { reviewState: 'submitted' }),
  onApproved: async (ctx, { payload: { id } }) => {
    const row = await needSetup(ctx, id, APPROVE);
    await setSetup(ctx, id, { reviewState: 'approved' });
    audit(ctx, {
      action: 'segments.review-approved',
      subject: { kind: 'segment_setup', id, name: row.name },
      unitId: row.unit.id,
      after: { review: row.review },
    });
  },
  onClosed: (ctx, { payload }) => setSetup(ctx, payload.id, { reviewState: 'none' }),
});

/** What the checker says yes to. */
function linesOf({ content, packKey, unit }: SetupRow) {
  const { brief, research, plan, audiences, zone } = content;
  const same = (text: string) => [text, text] as const;
  const lines: ChangeLine[] = [
    { label: ['经营包', 'Pack'], before: null, after: packKey },
    { label: ['主办机构', 'Unit'], before: null, after: unit.name },
    { label: ['优势', 'Advantage'], before: null, after: brief.advantage },
    { label: ['切入点', 'Entry point'], before: null, after: brief.entryPoint },
    { label: ['经营模式', 'Mode'], before: null, after: brief.mode && modes[brief.mode] },
    { label: ['选择理由', 'Reason'], before: null, after: brief.reason },
    { label: ['客户需求', 'Need'], before: null, after: brief.need },
    { label: ['行业', 'Industry'], before: null, after: research.industry },
    {
      label: ['引用报告', 'Reports'],
      before: null,
      after: research.attachments.map(({ title, source }) => same(`${title}（${source}）`)),
    },
    { label: ['社群风格', 'Style'], before: null, after: plan && styles[plan.style] },
    {
      label: ['场景与时段', 'Scenes and hours'],
      before: null,
      after: (plan?.scenes ?? []).map(({ name, windows }) => {
        const hours = windows.map(([a, b]) => `${a}–${b}`).join('、');
        return [`${name[0]} ${hours}`, `${name[1]} ${hours}`] as const;
      }),
    },
    {
      label: ['专区组件', 'Blocks of the zone'],
      before: null,
      after: zoneTemplate.blocks.filter(({ key }) => zone.includes(key)).map(({ name }) => name),
    },
    { label: ['客群数', 'Audiences'], before: null, after: Object.keys(audiences).length },
  ];
  return lines;
}
