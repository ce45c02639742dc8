import { constants, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { checkAgreement } from '#protocol/wecom/endpoints/archive.ts';
import {
  type ArchiveMessage,
  readArchiveMessage,
} from '#protocol/wecom/endpoints/archive-messages.ts';
import { findCallers } from '../corps/app.repo.ts';
import { callWecom } from '../gateway/call-wecom.ts';
import { findArchive, findKeys, findPlace, moveOn } from './archive.repo.ts';
import { type Library, openMessage, pullPage } from './sdk.ts';

/** Something said between a colleague and a customer who agreed to its being kept. */
export interface Conversation {
  readonly corpId: string;
  readonly messageId: string;
  readonly userid: string;
  readonly externalUserid: string;
  readonly fromCustomer: boolean;
  readonly at: Date;
  readonly kind: string;
  /** Of texts alone. Whoever takes it keeps no more of it than it needs. */
  readonly text: string | null;
}

export type ArchiveRead =
  | { readonly outcome: 'read'; readonly messages: number }
  /** The corp has no archive, no key, or does not answer now. */
  | { readonly outcome: 'closed' | 'later'; readonly why: string };

const A_PAGE = 200;
const PAIRS = 100;
/** So many are opened beside each other: each is a call of the library. */
const LANES = 8;
/** Ids of customers; those of colleagues are chosen by the bank and shorter. */
const EXTERNAL = /^w[mo][\w-]{20,}$/;

/**
 * Reads on from where this reader came to. Only chats of customers who agreed reach `take` (CR-031);
 * the rest is passed over and nothing of it stays. Each page is taken and its place noted in one
 * commit: a crash reads it again, and nobody takes it twice.
 */
export async function readArchive(
  ctx: Ctx,
  corpId: string,
  reader: string,
  take: (ctx: TxCtx, said: readonly Conversation[]) => Promise<void>,
): Promise<ArchiveRead> {
  const library = await libraryOf(ctx, corpId);
  if (!library) return { outcome: 'closed', why: 'no archive' };
  const pems = await findKeys(ctx, corpId);
  // Read once: a key that comes as text is read anew for each message.
  const keys = new Map([...pems].map(([version, pem]) => [version, createPrivateKey(pem)]));
  let messages = 0;
  for (;;) {
    const seq = await findPlace(ctx, corpId, reader);
    const page = await pullPage(library, seq, A_PAGE).catch((err: Error) => err);
    if (page instanceof Error) return { outcome: 'later', why: page.message };
    if (page.errcode !== 0) return { outcome: 'closed', why: `code ${page.errcode}` };
    if (page.chatdata.length === 0) return { outcome: 'read', messages };
    const opened = await openAll(library, keys, page.chatdata);
    const single = opened.flatMap((message) =>
      message ? (conversationOf(corpId, message) ?? []) : [],
    );
    const agreed = await agreedOf(ctx, corpId, single);
    if (!agreed) return { outcome: 'later', why: 'agreement unknown' };
    const said = single.filter((one) => agreed.has(pairOf(one)));
    const last = page.chatdata.at(-1)!.seq;
    const moved = await inTx(ctx, async (ctx) => {
      if (!(await moveOn(ctx, corpId, reader, seq, last))) return false;
      await take(ctx, said);
      return true;
    });
    if (moved) messages += said.length;
  }
}

async function libraryOf(ctx: Ctx, corpId: string): Promise<Library | null> {
  const archive = await findArchive(ctx, corpId);
  const app = (await findCallers(ctx, corpId)).find((a) => a.kind === 'archive' && a.active);
  if (!archive || !app) return null;
  const secret = await ctx.vault.decrypt('wecom.app.secret', app.secret);
  return { url: archive.bridgeUrl ?? app.baseUrl, corpid: app.corpid, secret };
}

type Entry = Awaited<ReturnType<typeof pullPage>>['chatdata'][number];

/** In the order in which they were said. */
async function openAll(
  library: Library,
  keys: ReadonlyMap<number, KeyObject>,
  entries: readonly Entry[],
): Promise<(ArchiveMessage | null)[]> {
  const opened: (ArchiveMessage | null)[] = entries.map(() => null);
  let next = 0;
  const lane = async () => {
    while (next < entries.length) {
      const at = next++;
      opened[at] = await open(library, keys, entries[at]!);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return opened;
}

/** What was written for a key we do not have stays closed. */
async function open(
  library: Library,
  keys: ReadonlyMap<number, KeyObject>,
  { publickey_ver, encrypt_random_key, encrypt_chat_msg }: Entry,
): Promise<ArchiveMessage | null> {
  const key = keys.get(publickey_ver);
  if (!key) return null;
  const random = privateDecrypt(
    { key, padding: constants.RSA_PKCS1_PADDING },
    Buffer.from(encrypt_random_key, 'base64'),
  ).toString();
  const message = readArchiveMessage(await openMessage(library, random, encrypt_chat_msg));
  return message && message.action === 'send' ? (message as ArchiveMessage) : null;
}

/** Chats of two, one of them a customer; groups are not for this reader. */
function conversationOf(corpId: string, message: ArchiveMessage): Conversation | null {
  const { msgid, from, tolist, roomid, msgtime, msgtype, body } = message;
  const [to, ...more] = tolist;
  if (roomid || !to || more.length > 0 || EXTERNAL.test(from) === EXTERNAL.test(to)) return null;
  const fromCustomer = EXTERNAL.test(from);
  const content = msgtype === 'text' ? (body as { content?: unknown } | null)?.content : null;
  return {
    corpId,
    messageId: msgid,
    userid: fromCustomer ? to : from,
    externalUserid: fromCustomer ? from : to,
    fromCustomer,
    at: new Date(msgtime),
    kind: msgtype,
    text: typeof content === 'string' ? content : null,
  };
}

const pairOf = (pair: { userid: string; externalUserid: string }) =>
  `${pair.userid.toLowerCase()} ${pair.externalUserid}`;

/** Asked anew each time: somebody may have changed their mind. Null: it cannot be told now. */
async function agreedOf(
  ctx: Ctx,
  corpId: string,
  said: readonly Conversation[],
): Promise<ReadonlySet<string> | null> {
  const pairs = [...new Map(said.map((one) => [pairOf(one), one])).values()];
  const agreed = new Set<string>();
  for (let i = 0; i < pairs.length; i += PAIRS) {
    const info = pairs
      .slice(i, i + PAIRS)
      .map(({ userid, externalUserid }) => ({ userid, exteranalopenid: externalUserid }));
    const answer = await callWecom(ctx, { corpId }, checkAgreement, { body: { info } });
    // None of them is a pair any more.
    if (answer.outcome === 'refused' && answer.code === 301061) continue;
    if (answer.outcome !== 'ok') return null;
    for (const { userid, exteranalopenid, agree_status } of answer.reply.agreeinfo)
      if (agree_status === 'Agree') agreed.add(pairOf({ userid, externalUserid: exteranalopenid }));
  }
  return agreed;
}
