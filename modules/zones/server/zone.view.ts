import { findAudience } from '#modules/audiences/server/index.ts';
import { findAllOpen } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  blockOrder,
  type Entry,
  type Zone,
  type ZoneDetail,
  type ZoneDraft,
  type ZoneId,
  zoneErrors,
  zoneReleaseKind,
} from '../contract/zone.ts';
import { zoneAddress } from './pages/address.ts';
import { readEntries } from './shown/entry.service.ts';
import { findZone, listZoneRows, type ZoneRow } from './zone.repo.ts';

export const READ = 'zones.zone.read';
export const MANAGE = 'zones.zone.manage';

export async function needZone(ctx: Ctx, id: ZoneId): Promise<ZoneRow> {
  const row = await findZone(ctx, id, READ);
  if (!row) throw zoneErrors.zoneNotFound({ id });
  return row;
}

/** One that the caller may change: it stands in a unit of theirs. */
export async function needOwnZone(ctx: Ctx, id: ZoneId): Promise<ZoneRow> {
  const row = await needZone(ctx, id);
  if (!mayAt(ctx, MANAGE, row.unit.path)) throw zoneErrors.zoneNotFound({ id });
  return row;
}

export async function listZones(ctx: Ctx): Promise<Zone[]> {
  const rows = await listZoneRows(ctx, READ);
  const pending = await findAllOpen(ctx, zoneReleaseKind);
  const items: Zone[] = [];
  for (const row of rows) items.push(await asZone(ctx, row, pending));
  return items;
}

export async function showZoneDetail(ctx: Ctx, id: ZoneId): Promise<ZoneDetail> {
  const row = await needZone(ctx, id);
  const entries = await readEntries(ctx, entriesOf(row.draft));
  return {
    ...(await asZone(ctx, row, await findAllOpen(ctx, zoneReleaseKind))),
    draft: row.draft,
    entries: [...entries.values()].map(({ key, title, note, why }) => ({
      ...{ key, title, note },
      why: why && [why[0], why[1]],
    })),
  };
}

export const entriesOf = ({ defaults, matches }: ZoneDraft): Entry[] =>
  [defaults, ...matches.map(({ entries }) => entries)].flatMap((entries) =>
    blockOrder.flatMap((key) => entries[key]),
  );

export async function audienceNameOf(ctx: Ctx, id: string | null): Promise<string | null> {
  return id && ((await findAudience(ctx, id, { whole: true }))?.name ?? null);
}

async function asZone(ctx: Ctx, row: ZoneRow, pending: ReadonlyMap<string, string>): Promise<Zone> {
  const { id, unit, state, version, released, draft } = row;
  const name = await audienceNameOf(ctx, draft.audienceId);
  return {
    ...{ id, name: draft.name, state, version },
    unit: { id: unit.id, name: unit.name } as Zone['unit'],
    audience: draft.audienceId && name !== null ? { id: draft.audienceId, name } : null,
    changed: released !== null && released !== version,
    tags: draft.matches.map(({ tag }) => tag),
    address: zoneAddress(id),
    pendingApprovalId: pending.get(id) ?? null,
    changedBy: row.changedBy,
    changedAt: row.changedAt.toISOString(),
    can: { change: mayAt(ctx, MANAGE, unit.path) },
  };
}
