import { customersByIdentity } from '#modules/customers/server/index.ts';
import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import { type Conversation, readArchive } from '#modules/wecom/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { contactOf } from '../results/take-results.service.ts';
import { lastContacts, saidIn, staffByUserid } from './hear.repo.ts';
import { intentOf } from './invited.ts';
import { type OptOut, optOut } from './opt-out.service.ts';
import { type Understood, understand } from './understand.ts';

const READER = 'outreach';
/** For so long an answer is taken for one to the last contact. */
const ANSWERED_DAYS = 7;

const KINDS: Record<Understood, readonly string[]> = {
  opt_out: ['message.opted-out'],
  opt_out_all: ['message.opted-out'],
  pause: ['message.replied'],
  claim: ['message.replied'],
  // A question is an answer too: the two have spoken.
  consult: ['message.replied', 'message.consulted'],
  reply: ['message.replied'],
};

/** Reads what customers said since. Thrown when WeCom cannot tell now: the queue asks again. */
export async function hearReplies(ctx: Ctx, corpId: string): Promise<number> {
  const read = await readArchive(ctx, corpId, READER, takeReplies);
  if (read.outcome === 'later') throw new Error(`The archive answers later: ${read.why}`);
  return read.outcome === 'read' ? read.messages : 0;
}

/** The words are looked at and let go: what stays is that the customer answered, asked or said stop. */
export async function takeReplies(ctx: TxCtx, talk: readonly Conversation[]): Promise<void> {
  const heard = talk.filter((one) => one.fromCustomer);
  if (heard.length === 0) return;
  const customers = await customersByIdentity(
    ctx,
    heard.map(({ corpId, externalUserid }) => ({
      kind: 'external_userid',
      scope: corpId,
      value: externalUserid,
    })),
  );
  const staff = await staffByUserid(ctx, [...new Set(heard.map((one) => one.userid))]);
  const known = heard.flatMap((one, i) => {
    const customerId = customers[i];
    if (!customerId) return [];
    const meant = one.text === null ? ('reply' as const) : understand(one.text);
    return [{ ...one, customerId, staffId: staff.get(one.userid.toLowerCase()) ?? null, meant }];
  });
  const contacts = await lastContacts(ctx, known, ANSWERED_DAYS);
  const said = await saidIn(
    ctx,
    contacts.flatMap((contact) => contact ?? []),
  );
  const intents = known.map(({ meant, text }, i) => {
    if (meant === 'pause') return 'pause';
    if (text === null || (meant !== 'reply' && meant !== 'claim')) return null;
    const contact = contacts[i];
    const message = contact && said.get(`${contact.contentId}/${contact.contentVersion}`);
    return (message && intentOf(text, message)) ?? (meant === 'claim' ? 'claim' : null);
  });
  await recordEvents(
    ctx,
    known.flatMap((one, i) =>
      KINDS[one.meant].map((kind) => ({
        id: eventId('archive', one.corpId, one.messageId, kind),
        customerId: one.customerId,
        kind,
        at: one.at,
        source: 'outreach',
        properties: {
          ...(contacts[i] ? contactOf(contacts[i]) : {}),
          ...(intents[i] ? { intent: intents[i] } : {}),
          corpId: one.corpId,
          ...(one.staffId ? { staffId: one.staffId } : {}),
        },
      })),
    ),
  );
  await optOut(
    ctx,
    known.flatMap((one): OptOut[] =>
      one.meant === 'opt_out' || one.meant === 'opt_out_all'
        ? [
            {
              customerId: one.customerId,
              ...(one.meant === 'opt_out' ? { channels: ['one_to_one'] } : {}),
              at: one.at,
              evidence: { kind: 'message', id: one.messageId.slice(0, 120) },
            },
          ]
        : [],
    ),
  );
}
