import { hasConsent, livingCustomer } from '#modules/customers/server/index.ts';
import { bankName } from '#modules/org/server/index.ts';
import { findPageSite } from '#modules/tracking/server/index.ts';
import { asSystem, type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { filledIn } from '../../contract/places.ts';
import { filesOf } from '../items/files.ts';
import { findUsable, type VersionRow } from '../items/item.repo.ts';
import { findProducts } from '../products/product.repo.ts';
import { fill } from '../rendering/fill.ts';
import { findStaff, type StaffFacts } from '../rendering/staff.repo.ts';
import { sharedValues } from '../rendering/values.ts';
import { valuesOfBank } from '../wording/wording.service.ts';
import { pagePaths } from './address.ts';
import { contentPage } from './html/content-page.ts';
import { sorryPage } from './html/other-pages.ts';
import { findLink, type LinkRow } from './link.repo.ts';
import { staffCardLinks } from './link.service.ts';
import { hashOfToken, isToken } from './token.ts';

export interface OpenLink {
  readonly ctx: Ctx;
  readonly link: LinkRow;
}

/** The address as it was made, for its bank; null for what nobody made. */
export async function openLink(
  nobody: Ctx,
  ctxFor: (orgId: string) => Ctx,
  token: string,
): Promise<OpenLink | null> {
  if (!isToken(token)) return null;
  const link = await findLink(asSystem(nobody, NO_BANK), hashOfToken(token));
  return link && { ctx: ctxFor(link.orgId), link };
}

/** What may be read today; what was sent earlier and has been replaced since is read in its newest version. */
export async function readable(ctx: Ctx, itemId: string): Promise<VersionRow | null> {
  const [version] = await findUsable(ctx, [itemId], dayOf(ctx.now()));
  return version ?? null;
}

/** Private offerings are for those they were sent to (CR-057): such a page is not passed on. */
export async function isPersonal(ctx: Ctx, { facets }: VersionRow): Promise<boolean> {
  const products = await findProducts(ctx, facets.productIds);
  return products.some(({ product }) => product.privateOffering);
}

export type Shown =
  | { readonly kind: 'page' | 'sorry'; readonly status: number; readonly html: string }
  | { readonly kind: 'elsewhere'; readonly url: string; readonly version: VersionRow };

export async function showContent(
  { ctx, link }: OpenLink,
  token: string,
  reader: number | null,
): Promise<Shown> {
  const bank = await bankName(ctx);
  const staff = await senderOf(ctx, link.staffId);
  const version = await readable(ctx, link.itemId);
  if (!version) return { kind: 'sorry', status: 410, html: sorryPage('over', bank, staff) };
  const { carrier } = version.body;
  if (carrier.format === 'h5' || carrier.format === 'channels')
    return { kind: 'elsewhere', url: carrier.url, version };
  const values = await pageValues(ctx, version, staff?.facts ?? null, bank);
  let gap = false;
  const filled = (text: string): string => {
    const result = fill(text, (name) => values[name]);
    if ('text' in result) return result.text;
    gap = true;
    return '';
  };
  const html = contentPage({
    version,
    bank,
    staff: staff?.facts ?? null,
    cardUrl: staff?.cardUrl ?? null,
    at: `${pagePaths.content}${token}`,
    fill: filled,
    tracking: await trackingFor(ctx, reader),
  });
  if (gap) return { kind: 'sorry', status: 410, html: sorryPage('unfilled', bank, staff) };
  return { kind: 'page', status: 200, html };
}

/** A page is for whoever opens it: it never carries anybody's name. */
const ANYBODY = '尊敬的客户';

async function pageValues(
  ctx: Ctx,
  version: VersionRow,
  staff: StaffFacts | null,
  bank: string,
): Promise<Record<string, string>> {
  const products = await findProducts(ctx, version.facets.productIds);
  const ofBank = await valuesOfBank(ctx);
  const known = products.map(({ product }) => product);
  return {
    ...(staff ? sharedValues(staff, known, ofBank) : { ...ofBank, bank_name: bank }),
    ...filledIn(version.body),
    customer_title: ANYBODY,
  };
}

export async function senderOf(
  ctx: Ctx,
  staffId: string | null,
): Promise<{ facts: StaffFacts; cardUrl: string } | null> {
  if (!staffId) return null;
  const [facts] = await findStaff(ctx, [staffId]);
  if (facts?.state !== 'active') return null;
  const cards = await staffCardLinks(ctx, [staffId]);
  return { facts, cardUrl: new URL(cards.get(staffId)!).pathname };
}

/** The script that tells of pages runs only for somebody who agreed that behaviour is used. */
export async function trackingFor(ctx: Ctx, reader: number | null) {
  if (reader === null || !(await hasConsent(ctx, reader, 'personalisation', 'any'))) return null;
  const key = await findPageSite(ctx);
  return key ? { key, text: 'personalisation' } : null;
}

/** Who signed in on this phone, of the same bank, as they are called today. */
export async function readerOf(ctx: Ctx, session: Ctx): Promise<number | null> {
  if (session.orgId !== ctx.orgId || session.actor.id === 'nobody') return null;
  return livingCustomer(ctx, ctx.orgId, Number(session.actor.id));
}

/** A file that stands in the version a page shows, and no other. */
export async function fileOfPage(ctx: Ctx, itemId: string, fileId: string): Promise<boolean> {
  const version = await readable(ctx, itemId);
  return version !== null && filesOf(version.body).includes(fileId);
}
