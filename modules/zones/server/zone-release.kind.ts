import { z } from 'zod';
import { ContentFacts } from '#modules/compliance/contract.ts';
import { checkContent } from '#modules/compliance/server/index.ts';
import { mastersOf } from '#modules/content/server/index.ts';
import { tagGroups } from '#modules/customers/server/index.ts';
import { type ChangeLine, defineApprovalKind } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import {
  blockOrder,
  blocks,
  type Entries,
  entryKey,
  type ZoneDraft,
  ZoneId,
  zoneErrors,
  zoneReleaseKind,
} from '../contract/zone.ts';
import {
  disclosuresOf,
  ownProduct,
  type ReadEntry,
  readEntries,
  UNFILLED,
} from './shown/entry.service.ts';
import { steeringTags } from './shown/steering.service.ts';
import { lockZone, setReleased, type ZoneRow } from './zone.repo.ts';
import { audienceNameOf, entriesOf, needZone } from './zone.view.ts';

const Payload = z.object({ id: ZoneId, version: z.int().min(1) });

/**
 * Customers see a zone as one person wrote it and another approved it, at exactly this version (CR-144).
 * What could not be shown is refused when it is submitted, and again when it is decided.
 */
defineApprovalKind({
  kind: zoneReleaseKind,
  name: ['客群专区上线', 'Release of a zone'],
  payload: Payload,
  draftPermission: 'zones.zone.manage',
  decidePermission: 'zones.zone.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, { id, version }) => {
    const row = await needZone(ctx, id);
    if (row.version !== version)
      throw zoneErrors.zoneChangedMeanwhile({ version: row.version, by: row.changedBy });
    if (row.released === version) throw zoneErrors.zoneNothingToRelease({ version });
    const read = await demandShowable(ctx, row.draft);
    return {
      subject: { id, name: row.draft.name, version },
      unitId: row.unit.id,
      title: [`客群专区：${row.draft.name}`, `Zone: ${row.draft.name}`],
      changes: await linesOf(ctx, row, read),
      link: `/zones/${id}`,
    };
  },
  lockVersion: async (ctx, { payload }) => (await lockZone(ctx, payload.id))?.version ?? null,
  onApproved: async (ctx, { id: approvalId, payload: { id } }) => {
    const row = await needZone(ctx, id);
    await demandShowable(ctx, row.draft);
    await setReleased(ctx, row, approvalId);
    audit(ctx, {
      action: 'zones.zone-released',
      subject: { kind: 'zone', id, name: row.draft.name },
      unitId: row.unit.id,
      before: { released: row.released },
      after: { released: row.version },
    });
  },
});

type Read = ReadonlyMap<string, ReadEntry>;

async function demandShowable(ctx: Ctx, draft: ZoneDraft): Promise<Read> {
  if (blockOrder.every((key) => draft.defaults[key].length === 0)) throw zoneErrors.zoneEmpty();
  await demandTags(ctx, draft);
  const read = await readEntries(ctx, entriesOf(draft));
  const unfit: { title: string; why: Phrase }[] = [];
  const products = new Set([...read.values()].flatMap(ownProduct));
  const required = await disclosuresOf(ctx, [...products]);
  const unfilled = new Set([...products].filter((_, i) => required[i] === null));
  for (const entry of read.values()) {
    const why = entry.why ?? (ownProduct(entry).some((p) => unfilled.has(p)) ? UNFILLED : null);
    if (why) unfit.push({ title: entry.title, why });
  }
  for (const text of wordsOf(draft)) {
    const masters = await mastersOf(ctx, [], text);
    const facts = ContentFacts.parse({ place: 'page', purpose: 'marketing', masters });
    const { findings } = await checkContent(ctx, text, facts);
    const stop = findings.find(({ level }) => level === 'block');
    if (stop) unfit.push({ title: text, why: stop.why });
  }
  if (unfit.length > 0) throw zoneErrors.zoneEntryUnfit({ entries: unfit });
  return read;
}

/** Words that were written here and nowhere else. */
const wordsOf = (draft: ZoneDraft): string[] =>
  [
    draft.name,
    draft.lead,
    ...entriesOf(draft).flatMap((entry) =>
      entry.kind === 'link' ? [`${entry.title} ${entry.note}`] : [],
    ),
  ].filter((text) => text.trim() !== '');

/** Only tags that steer recommendations: customers see them and may delete them (CR-014). */
async function demandTags(ctx: Ctx, { matches }: ZoneDraft): Promise<void> {
  const open = await steeringTags(ctx);
  const unfit = matches.flatMap(({ tag }) => (open.has(tag) ? [] : [tag]));
  if (unfit.length > 0) throw zoneErrors.zoneTagUnfit({ tags: unfit });
}

/** What the second person says yes to: everything that anybody would see. */
async function linesOf(ctx: Ctx, row: ZoneRow, read: Read): Promise<ChangeLine[]> {
  const before = row.document;
  const old = before ? await readEntries(ctx, entriesOf(before)) : read;
  const names = new Map(
    (await tagGroups(ctx)).flatMap(({ tags }) => tags.map(({ code, name }) => [code, name])),
  );
  const tags = [...new Set([...(before?.matches ?? []), ...row.draft.matches].map((m) => m.tag))];
  const lines: ChangeLine[] = [
    line(['名称', 'Name'], before?.name ?? null, row.draft.name),
    line(['导语', 'Lead'], before?.lead || null, row.draft.lead || null),
    line(
      ['客群', 'Audience'],
      before && (await audienceNameOf(ctx, before.audienceId)),
      await audienceNameOf(ctx, row.draft.audienceId),
    ),
    line(['按标签展示', 'Fitted by tags'], before?.personal ?? null, row.draft.personal),
    ...entryLines(['默认', 'Default'], before?.defaults, row.draft.defaults, old, read),
    ...tags.flatMap((tag) => {
      const of = (zone: ZoneDraft | null) => zone?.matches.find((m) => m.tag === tag)?.entries;
      const [zh, en] = names.get(tag) ?? [tag, tag];
      return entryLines([`标签“${zh}”`, `Tag ${en}`], of(before), of(row.draft), old, read);
    }),
  ];
  return lines.filter((l) => JSON.stringify(l.before) !== JSON.stringify(l.after));
}

const line = (
  label: Phrase,
  before: ChangeLine['before'],
  after: ChangeLine['after'],
): ChangeLine => ({ label, before, after });

function entryLines(
  [zh, en]: Phrase,
  before: Entries | undefined,
  after: Entries | undefined,
  old: Read,
  read: Read,
): ChangeLine[] {
  const said = (entries: Entries | undefined, known: Read, key: keyof Entries) =>
    (entries?.[key] ?? [])
      .map((entry) => known.get(entryKey(entry))?.title ?? '')
      .filter(Boolean)
      .join('；') || null;
  return blockOrder.map((key) =>
    line(
      [`${zh} · ${blocks[key].name[0]}`, `${en} · ${blocks[key].name[1]}`],
      said(before, old, key),
      said(after, read, key),
    ),
  );
}
