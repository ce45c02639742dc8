import type { z } from 'zod';
import type { CollectReply } from '../../contract/collect.ts';
import type { RefusalCode } from '../../contract/refusal.ts';
import { kindsOf } from '../kinds/catalogue.ts';
import type { GivenEvent } from '../kinds/check-event.ts';
import type { TrackingSettings, WhoseEvent } from '../settings.ts';
import { visitorKey } from '../visitors/visitor-key.ts';
import type { Collector } from './collector.ts';
import { ownersOf } from './owners.ts';
import {
  type Envelope,
  type RefusedAt,
  readWhose,
  refusedAt,
  type Sorted,
  sortOut,
} from './read-batch.ts';
import { textOf } from './refusal-text.ts';
import type { OpenSite } from './sites.ts';
import type { Submission } from './store-batch.ts';

type Reply = z.infer<typeof CollectReply>;

/** A page's batch: its visitor, and nobody's word for who that is. */
export async function collectFromPage(
  settings: TrackingSettings,
  collector: Collector,
  site: OpenSite,
  batch: Envelope,
): Promise<Reply> {
  const ctx = settings.ctxFor(site.orgId);
  const now = ctx.now().getTime();
  const granted = batch.consent === 'granted';
  const sorted = sortOut(await kindsOf(ctx), batch.events, {
    reporter: 'browser',
    now,
    consent: granted,
  });
  return submit(collector, site, sorted, now, {
    visitor: {
      visitorId: visitorKey(site.orgId, batch.visitor),
      siteId: site.id,
      consent: granted ? batch.consentText || 'granted' : null,
    },
    sentAt: batch.sentAt || null,
    owners: () => null,
  });
}

/** A bank system's batch, whose signature has been checked. */
export async function collectFromServer(
  settings: TrackingSettings,
  collector: Collector,
  site: OpenSite,
  given: readonly GivenEvent[],
): Promise<Reply> {
  const ctx = settings.ctxFor(site.orgId);
  const now = ctx.now().getTime();
  const sorted = sortOut(await kindsOf(ctx), given, { reporter: 'server', now, consent: true });
  const whose: WhoseEvent[] = [];
  const readable = sorted.good.filter(({ index }) => {
    const one = readWhose(given[index]!);
    if (one) whose.push(one);
    else sorted.refused.push(refusedAt(given[index]!, index, 'malformed', 'customerId'));
    return one !== null;
  });
  const owners = whose.length > 0 ? await ownersOf(ctx, settings, whose) : [];
  const byIndex = new Map<number, number>();
  const good = readable.filter(({ index }, i) => {
    const owner = owners[i] ?? null;
    if (owner !== null) byIndex.set(index, owner);
    else sorted.refused.push(refusedAt(given[index]!, index, 'unknownCustomer', 'customerId'));
    return owner !== null;
  });
  return submit(collector, site, { good, refused: sorted.refused }, now, {
    visitor: null,
    sentAt: null,
    owners: (index) => byIndex.get(index)!,
  });
}

async function submit(
  collector: Collector,
  site: OpenSite,
  { good, refused }: Sorted,
  now: number,
  from: Pick<Submission, 'visitor' | 'sentAt'> & { owners: (index: number) => number | null },
): Promise<Reply> {
  const { visitor, sentAt, owners } = from;
  // A greeting: a page that only asks for the time leaves nothing.
  if (good.length === 0 && refused.length === 0) return reply(now, 0, [], []);
  const fates = await collector.submit(site.orgId, {
    source: site.code,
    visitor,
    sentAt,
    events: good.map(({ index, event }) => ({ ...event, customerId: owners(index) })),
    refused,
  });
  const duplicates = good.filter((_, i) => fates[i] === 'duplicate').map(({ event }) => event.id);
  return reply(now, good.length - duplicates.length, duplicates, refused);
}

const reply = (
  now: number,
  stored: number,
  duplicates: string[],
  refused: readonly RefusedAt[],
): Reply => ({
  now,
  stored,
  duplicates,
  refused: refused.map(({ index, id, kind, code, field }) => ({
    index,
    id,
    code,
    text: textOf(code as RefusalCode, kind, field),
  })),
});
