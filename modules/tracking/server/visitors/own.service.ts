import type { z } from 'zod';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import type { joinVisitor } from '../../contract/own.ts';
import type { TrackingSettings } from '../settings.ts';
import { releaseVisitor, stitchVisitor } from './stitch.service.ts';
import { findVisitor } from './visitor.repo.ts';
import { visitorKey } from './visitor-key.ts';

type Joined = z.infer<typeof joinVisitor.reply>;

/** The customer who is signed in says which visitor their device had. */
export async function joinOwn(
  ctx: Ctx,
  settings: TrackingSettings,
  { visitor, page }: z.output<typeof joinVisitor.body>,
): Promise<Joined> {
  const customerId = Number(ctx.actor.id);
  const agreed = await settings.agreesToJoin?.(asSystem(ctx, ctx.orgId), customerId);
  if (!agreed) return { outcome: 'no-consent', visitor };
  const { outcome, visitor: next } = await stitchVisitor(ctx, {
    visitor,
    customerId,
    evidence: { by: 'login', reference: `${page} ${ctx.actor.sessionId ?? ''}`.trim() },
    consent: { textVersion: agreed },
  });
  return { outcome, visitor: next };
}

export async function leaveOwn(ctx: Ctx, visitor: string): Promise<Record<string, never>> {
  const visitorId = visitorKey(ctx.orgId, visitor);
  const known = await findVisitor(ctx, visitorId);
  if (known?.customerId === Number(ctx.actor.id))
    await inTx(ctx, (ctx) => releaseVisitor(ctx, visitorId, 'signed out'));
  return {};
}
