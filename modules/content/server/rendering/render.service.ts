import { createHash } from 'node:crypto';
import { titlesOf } from '#modules/customers/server/index.ts';
import { bankName } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Carrier } from '../../contract/body.ts';
import { fits } from '../../contract/fitting.ts';
import { filledIn, placeName } from '../../contract/places.ts';
import type {
  ContentAttachment,
  LinkInput,
  RenderContent,
  Rendered,
  RenderFor,
  RenderRefusal,
  VersionRef,
  Voice,
} from '../../contract/sending.ts';
import { findVersion, type VersionRow } from '../items/item.repo.ts';
import { wordsOf } from '../pages/html/content-page.ts';
import { contentLinks, staffCardLinks } from '../pages/link.service.ts';
import { findProducts } from '../products/product.repo.ts';
import { valuesOfBank } from '../wording/wording.service.ts';
import { attachmentsOf, hasPage } from './attachments.ts';
import { fill, placesIn } from './fill.ts';
import { neutral } from './neutral.ts';
import { passedLimit } from './sending-limits.ts';
import { findStaff, type StaffFacts } from './staff.repo.ts';
import { sharedValues } from './values.ts';

const texts = {
  version_unknown: ['没有这个版本', 'No such version'],
  staff_unknown: ['没有这位员工，或已不在岗', 'No such colleague, or no longer at work'],
} as const satisfies Partial<Record<RenderRefusal, Phrase>>;

/**
 * One version, ready to be sent: for each customer, in the voice wanted, every place filled, within
 * what the way of sending takes. What cannot be filled is refused and says which place it was.
 */
export const renderContent: RenderContent<Ctx> = async (ctx, ref, wanted) => {
  const recipients: (number | null)[] =
    wanted.customerIds.length > 0 ? [...wanted.customerIds] : [null];
  const refuseAll = (why: RenderRefusal, field: string, text: Phrase): Rendered[] =>
    recipients.map((customerId) => ({ outcome: 'refused', customerId, why, field, text }));

  const version = await findVersion(ctx, ref);
  if (!version) return refuseAll('version_unknown', 'version', texts.version_unknown);
  const { carrier } = version.body;
  if (!fits(wanted.channel, carrier.format))
    return refuseAll('format_unfit', 'format', [
      '这种形式不能用这个渠道发送',
      'This format cannot go this way',
    ]);
  const staff = wanted.staffId ? ((await findStaff(ctx, [wanted.staffId]))[0] ?? null) : null;
  if (wanted.staffId && staff?.state !== 'active')
    return refuseAll('staff_unknown', 'staffId', texts.staff_unknown);

  const products = await findProducts(ctx, version.facets.productIds);
  const known: Readonly<Record<string, string>> = {
    ...sharedValues(
      staff,
      products.map(({ product }) => product),
      await valuesOfBank(ctx),
    ),
    ...(staff ? {} : { bank_name: await bankName(ctx) }),
  };
  const gap = pageGap(carrier, { ...known, ...filledIn(version.body) });
  if (gap) return refuseAll('variable_missing', gap, missingText(gap));
  const shared = {
    ...known,
    ...(!staff && wanted.neutral && speakers),
    ...filledIn(version.body),
    ...wanted.values,
  };
  const titles = await titlesOf(ctx, wanted.customerIds);
  const urls = hasPage(carrier) ? await pageUrls(ctx, ref, wanted, version, recipients) : null;
  const card = wanted.channel === 'welcome' && staff ? await cardOf(ctx, staff) : null;
  return recipients.map((customerId, i) =>
    renderOne(version, wanted, {
      customerId,
      values: {
        customer_title: customerId === null ? '' : (titles.get(customerId) ?? ''),
        ...shared,
      },
      url: urls?.[i] ?? null,
      card,
    }),
  );
};

/** What several colleagues say at once, each under their own name and card. */
const speakers = { rm_name: '我', rm_no: '见名片', branch_name: '本网点' };

const voiceOf = (version: VersionRow, wanted: RenderFor): Voice =>
  wanted.voice === 'human' && version.body.human !== null ? 'human' : 'text';

function pageUrls(
  ctx: Ctx,
  { itemId, version }: VersionRef,
  wanted: RenderFor,
  row: VersionRow,
  recipients: readonly (number | null)[],
): Promise<string[]> {
  const { links, staffId } = wanted;
  const one = { itemId, version, staffId, voice: voiceOf(row, wanted) };
  return contentLinks(
    ctx,
    recipients.map((customerId): LinkInput => {
      if (links.kind === 'shared') return { ...one, customerId: null, mark: links.mark };
      const mark = customerId === null ? undefined : links.marks.get(customerId);
      if (mark === undefined) throw new Error(`No mark for the link of customer ${customerId}`);
      return { ...one, customerId, mark };
    }),
  );
}

/** Every welcome carries who it is from, and where that can be checked. */
async function cardOf(ctx: Ctx, staff: StaffFacts): Promise<ContentAttachment> {
  const url = (await staffCardLinks(ctx, [staff.staffId])).get(staff.staffId)!;
  return {
    kind: 'link',
    title: `${staff.bankName} ${staff.name}`,
    desc: `工号 ${staff.number}，${staff.unitName}。点开核验身份`,
    url,
    coverId: null,
  };
}

interface One {
  readonly customerId: number | null;
  readonly values: Readonly<Record<string, string>>;
  readonly url: string | null;
  readonly card: ContentAttachment | null;
}

function renderOne(version: VersionRow, wanted: RenderFor, one: One): Rendered {
  const { customerId, values } = one;
  const refuse = (why: RenderRefusal, field: string, text: Phrase): Rendered => ({
    outcome: 'refused',
    customerId,
    why,
    field,
    text,
  });
  const voice = voiceOf(version, wanted);
  const words = sourced(voice === 'human' ? version.body.human! : version.body.text, version.body);
  const bare = attachmentsOf(version.body.carrier, {
    itemId: version.itemId,
    version: version.version,
    staffId: wanted.staffId,
    url: one.url,
  });
  const open = { text: words, attachments: [...bare, ...(one.card ? [one.card] : [])] };
  const filled = fillAll(open, wanted.neutral ? neutral : (words) => words, (name) => values[name]);
  if ('missing' in filled) {
    return refuse('variable_missing', filled.missing, missingText(filled.missing));
  }
  const { attachments } = filled;
  const text =
    wanted.channel === 'sms' && one.url ? `${filled.text} ${one.url}`.trim() : filled.text;
  const passed = passedLimit(wanted.channel, text, attachments);
  if (passed) return refuse('too_long', passed.field, passed.text);
  const sent = wanted.channel === 'sms' ? [] : attachments;
  return { outcome: 'ready', customerId, text, attachments: sent, voice, same: sameOf(text, sent) };
}

/** Whoever reads a figure reads where it is from (CR-085). */
const sourced = (words: string, { source }: VersionRow['body']): string =>
  words === '' || source === '' ? words : `${words}\n（数据出处：${source}）`;

function missingText(name: string): Phrase {
  const [zh, en] = placeName(name);
  return [`“${zh}”没有值（{${name}}）`, `No value for “${en}” ({${name}})`];
}

/** A page is opened by anybody at any time: a place that only a plan or a customer fills stays open there. */
function pageGap(carrier: Carrier, known: Readonly<Record<string, string>>): string | null {
  if (carrier.format !== 'article') return null;
  const words = [carrier.title, carrier.summary, ...wordsOf(carrier)];
  const places = words.flatMap(placesIn);
  return places.find((name) => name !== 'customer_title' && !known[name]) ?? null;
}

interface Message {
  readonly text: string;
  readonly attachments: readonly ContentAttachment[];
}

function fillAll(
  { text, attachments }: Message,
  spoken: (words: string) => string,
  value: (name: string) => string | undefined,
): Message | { readonly missing: string } {
  const gaps: string[] = [];
  const one = (words: string): string => {
    const filled = fill(spoken(words), value);
    if ('text' in filled) return filled.text;
    gaps.push(filled.missing);
    return words;
  };
  const message = {
    text: one(text),
    attachments: attachments.map((attachment): ContentAttachment => {
      if (attachment.kind === 'link')
        return { ...attachment, title: one(attachment.title), desc: one(attachment.desc) };
      if (attachment.kind === 'mini_program')
        return { ...attachment, title: one(attachment.title) };
      return attachment;
    }),
  };
  return gaps.length > 0 ? { missing: gaps[0]! } : message;
}

const sameOf = (text: string, attachments: readonly ContentAttachment[]): string =>
  createHash('sha256')
    .update(JSON.stringify([text, attachments]))
    .digest('base64url')
    .slice(0, 22);
