import { platformErrors } from '../../contract/errors.ts';
import { type Hold, type RetentionRule, retentionErrors } from '../../contract/retention.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { deletableBefore, nowOf, type RecordKind } from '../retention.ts';
import {
  findOpenHolds,
  findOwnDays,
  insertHold,
  type StoredHold,
  setOwnDays,
  setReleased,
} from './retention.repo.ts';

type Kinds = readonly RecordKind[];

export async function listRetention(ctx: Ctx, kinds: Kinds): Promise<RetentionRule[]> {
  const [own, holds] = await Promise.all([findOwnDays(ctx), findOpenHolds(ctx)]);
  return kinds.map((kind) =>
    shown(
      ctx,
      kind,
      own.get(kind.name),
      holds.filter(({ record }) => record === kind.name),
    ),
  );
}

/** Refuses what the law does not allow (CR-024, CR-151). */
export function setRetention(
  ctx: Ctx,
  kinds: Kinds,
  record: string,
  { days, reason }: { days: number; reason: string },
): Promise<RetentionRule> {
  const kind = kindOfBank(kinds, record);
  const { least, most } = kind;
  if (days < least) throw retentionErrors.retentionTooShort({ least });
  if (most !== undefined && days > most) throw retentionErrors.retentionTooLong({ most });
  return inTx(ctx, async (ctx) => {
    const before = (await findOwnDays(ctx)).get(record) ?? kind.days;
    await setOwnDays(ctx, record, days, reason);
    audit(ctx, {
      action: 'platform.retention-set',
      subject: { kind: 'retention', id: record, name: kind.title[0] },
      before: { days: before },
      after: { days },
      reason,
    });
    const holds = await findOpenHolds(ctx);
    return shown(
      ctx,
      kind,
      days,
      holds.filter((hold) => hold.record === record),
    );
  });
}

export function placeHold(
  ctx: Ctx,
  kinds: Kinds,
  record: string,
  { since, reason }: { since?: string | undefined; reason: string },
): Promise<Hold> {
  const kind = kindOfBank(kinds, record);
  return inTx(ctx, async (ctx) => {
    const hold = await insertHold(ctx, { record, since: since ? new Date(since) : null, reason });
    audit(ctx, {
      action: 'platform.retention-held',
      subject: { kind: 'retention', id: record, name: kind.title[0] },
      after: { hold: hold.id, since: since ?? null },
      reason,
    });
    return shownHold(hold);
  });
}

export function releaseHold(ctx: Ctx, id: string, reason: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const hold = await setReleased(ctx, id);
    if (!hold) throw platformErrors.notFound({ id });
    audit(ctx, {
      action: 'platform.retention-hold-released',
      subject: { kind: 'retention', id: hold.record },
      before: { hold: id, since: hold.since, reason: hold.reason },
      reason,
    });
  });
}

function kindOfBank(kinds: Kinds, record: string): RecordKind {
  const kind = kinds.find(({ name, of }) => name === record && of === 'bank');
  if (!kind) throw platformErrors.notFound({ record });
  return kind;
}

function shown(
  ctx: Ctx,
  kind: RecordKind,
  own: number | undefined,
  holds: readonly StoredHold[],
): RetentionRule {
  const days = own ?? kind.days;
  const before = deletableBefore(nowOf(ctx, kind), days, holds);
  return {
    record: kind.name,
    title: [...kind.title],
    basis: [...kind.basis],
    days,
    least: kind.least,
    most: kind.most ?? null,
    own: own !== undefined,
    holds: holds.map(shownHold),
    keepsSince: before?.toISOString() ?? null,
  };
}

const shownHold = ({ since, placedAt, ...hold }: StoredHold): Hold => ({
  ...hold,
  since: since?.toISOString() ?? null,
  placedAt: placedAt.toISOString(),
});
