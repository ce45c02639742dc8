import type { Ctx } from '#platform/server/ctx.ts';
import { batchGetCustomers, getCustomer } from '#protocol/wecom/endpoints/customers.ts';
import type { CorpId } from '../../contract/corp.ts';
import { ABSENT, ask, askFor } from './ask.ts';
import { contactRow, followRow } from './contact-shape.ts';
import { nextReading } from './reading.repo.ts';
import type { ContactPictures } from './take.service.ts';

/** One contact with all relationships. */
export async function readContact(
  ctx: Ctx,
  corpId: CorpId,
  externalUserid: string,
  signal?: AbortSignal,
): Promise<ContactPictures & { reading: number }> {
  const reading = await nextReading(ctx);
  const whole = [{ externalUserid, reading }];
  const contacts: ReturnType<typeof contactRow>[] = [];
  const follows: ReturnType<typeof followRow>[] = [];
  let cursor = '';
  do {
    const query = { external_userid: externalUserid, ...(cursor ? { cursor } : {}) };
    const reply = await askFor(ctx, corpId, getCustomer, { query }, ABSENT.contact, signal);
    // Gone between two pages is gone.
    if (!reply) return { contacts: [], follows: [], whole, reading };
    if (!cursor) contacts.push(contactRow(ctx, reply.external_contact, reading));
    for (const follow of reply.follow_user)
      follows.push(followRow(ctx, externalUserid, follow, reading));
    cursor = reply.next_cursor ?? '';
  } while (cursor);
  return { contacts, follows, whole, reading };
}

export interface ContactPage extends ContactPictures {
  readonly reading: number;
  readonly next: string;
}

/** A page of everybody whom these colleagues have. */
export async function readPage(
  ctx: Ctx,
  corpId: CorpId,
  userids: readonly string[],
  cursor: string,
  signal?: AbortSignal,
): Promise<ContactPage> {
  const reading = await nextReading(ctx);
  const body = { userid_list: [...userids], limit: 100, ...(cursor ? { cursor } : {}) };
  const reply = await ask(ctx, corpId, batchGetCustomers, { body }, signal);
  return {
    contacts: reply.external_contact_list.map((item) =>
      contactRow(ctx, item.external_contact, reading),
    ),
    follows: reply.external_contact_list.map((item) =>
      followRow(ctx, item.external_contact.external_userid, item.follow_info, reading),
    ),
    whole: [],
    reading,
    next: reply.next_cursor ?? '',
  };
}
