import { z } from 'zod';
import { perform } from '../../acts/act.ts';
import { ACTS } from '../../acts/index.ts';
import { rows } from '../../core/db.ts';
import type { App, Staff } from '../../core/directory.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Work } from '../../core/sim.ts';
import { needMedia } from '../../media/media.store.ts';
import type { Answer, Ask, Place } from './contract.ts';

/** One call of a page, after its identity was checked. Fails with what stands after `fail`. */
export interface Caller {
  readonly work: Work;
  readonly staff: Staff;
  readonly app: App;
  readonly place: Place;
}
type Call = (caller: Caller, params: Ask['params']) => Promise<Omit<Answer, 'errMsg'> | string>;

const CONTACT = ['contact_profile', 'single_chat_tools'] as const;
const CHAT = ['single_chat_tools', 'group_chat_tools', 'chat_attachment'] as const;
const at = (place: Place, entries: readonly Place['entry'][]) => entries.includes(place.entry);

const getCurExternalContact: Call = async ({ work, staff, app, place }) => {
  if (!app.customerContact || !staff.customerContact) return 'fail no permission';
  if (!at(place, CONTACT) || !place.person) return 'fail without context of external contact';
  const [found] = await customersOf(work, 'person_id', [place.person]);
  return found ? { userId: found.external } : 'fail without context of external contact';
};

const getCurExternalChat: Call = async ({ place }) =>
  at(place, ['group_chat_tools']) && place.chatId
    ? { chatId: place.chatId }
    : 'fail without context of external chat';

const media = z.object({ mediaid: z.string() });
const Message = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string().min(1) }) }),
  z.object({ msgtype: z.literal('image'), image: media }),
  z.object({ msgtype: z.literal('video'), video: media }),
  z.object({ msgtype: z.literal('file'), file: media }),
  z.object({
    msgtype: z.literal('news'),
    news: z.object({
      link: z.url(),
      title: z.string().default(''),
      desc: z.string().default(''),
      imgUrl: z.string().default(''),
    }),
  }),
  z.object({
    msgtype: z.literal('miniprogram'),
    miniprogram: z.object({
      appid: z.string(),
      title: z.string(),
      imgUrl: z.string().default(''),
      page: z.string().endsWith('.html'),
    }),
  }),
]);

/** As it stands in a chat. */
function lineOf(message: z.output<typeof Message>) {
  switch (message.msgtype) {
    case 'text':
      return { msgtype: 'text', content: message.text };
    case 'news': {
      const { link, imgUrl, ...rest } = message.news;
      return { msgtype: 'link', content: { ...rest, url: link, picurl: imgUrl } };
    }
    case 'miniprogram': {
      const { imgUrl, ...rest } = message.miniprogram;
      return { msgtype: 'miniprogram', content: { ...rest, pic_url: imgUrl } };
    }
    default:
      return { msgtype: message.msgtype, content: { media_id: mediaOf(message) } };
  }
}
const mediaOf = (message: z.output<typeof Message>): string =>
  (message as unknown as Record<string, { mediaid: string }>)[message.msgtype]!.mediaid;

const sendChatMessage: Call = async ({ work, staff, place }, params) => {
  if (!at(place, CHAT)) return 'fail no permission';
  const message = Message.safeParse(params);
  if (!message.success) return 'fail invalid parameters';
  if (['image', 'video', 'file'].includes(message.data.msgtype)) {
    const problem = await refusedBy(() =>
      needMedia(work, mediaOf(message.data), ['temporary', 'permanent']),
    );
    if (problem) return `fail ${problem}`;
  }
  const line = { userid: staff.userid, ...lineOf(message.data) };
  const said = await doAct(
    work,
    place.chatId
      ? { do: 'group.say', chatId: place.chatId, ...line }
      : { do: 'staff.say', person: place.person, ...line },
  );
  return said.reason ? `fail ${said.reason}` : { go: goTo(place, params) };
};
/** After sending the page stays, unless it asks for the chat. */
const goTo = (place: Place, { enterChat }: Ask['params']): Answer['go'] =>
  enterChat !== true
    ? undefined
    : place.chatId
      ? { page: 'group', chatId: place.chatId }
      : { page: 'chat', person: place.person! };

/** `a;b` of the old SDK, or a list. */
const Ids = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((ids) => (typeof ids === 'string' ? ids.split(';') : ids).filter(Boolean));
const EnterpriseChat = z.object({
  userIds: Ids,
  externalUserIds: Ids,
  groupName: z.string().default(''),
  chatId: z.string().default(''),
});
/** WeChat contacts that may be put into a group when it is made. */
const AT_CREATION = 40;

const openEnterpriseChat: Call = async ({ work, staff }, params) => {
  const wanted = EnterpriseChat.safeParse(params);
  if (!wanted.success) return 'fail invalid parameters';
  const { chatId, userIds, externalUserIds, groupName } = wanted.data;
  if (chatId) {
    const [inside] = await rows(
      work.db,
      `select 1 from group_member where corp_id = $1 and chat_id = $2 and member_id = $3
          and left_at is null`,
      [work.corp.corpId, chatId, staff.userid],
    );
    return inside ? { chatId, go: { page: 'group', chatId } } : 'fail not a member of the chat';
  }
  const customers = await customersOf(work, 'external_userid', externalUserIds);
  if (customers.length < externalUserIds.length || externalUserIds.length > AT_CREATION)
    return 'fail invalid parameters';
  if (customers.length === 0) return 'fail the phones show chats with customers only';
  const others = userIds.filter((id) => id.toLowerCase() !== staff.userid.toLowerCase());
  if (customers.length === 1 && others.length === 0)
    return { chatId: '', go: { page: 'chat', person: customers[0]!.person } };
  const made = await doAct(work, {
    ...{ do: 'staff.create-group', userid: staff.userid, name: groupName, staff: others },
    persons: customers.map(({ person }) => person),
  });
  if (made.reason) return `fail ${made.reason}`;
  const id = String(made.chatId);
  return { chatId: id, go: { page: 'group', chatId: id } };
};

const openUserProfile: Call = async ({ work }, { type, userid }) => {
  if (Number(type) !== 2) return 'fail the phones show profiles of customers only';
  const [found] = await customersOf(work, 'external_userid', [String(userid)]);
  return found ? { go: { page: 'customer', person: found.person } } : 'fail invalid userid';
};

/** What a page may call with the identity of an app, in the words of API.md 14.2. */
export const appCalls: Readonly<Record<string, Call>> = {
  getCurExternalContact,
  getCurExternalChat,
  sendChatMessage,
};
/** What either identity is enough for. */
export const openCalls: Readonly<Record<string, Call>> = {
  getContext: async ({ place }) => ({ entry: place.entry }),
  openEnterpriseChat,
  openUserProfile,
  closeWindow: async () => ({ go: { page: 'close' } }),
};

const customersOf = ({ corp, db }: Work, by: 'person_id' | 'external_userid', ids: string[]) =>
  rows<{ person: string; external: string }>(
    db,
    `select person_id person, external_userid external from customer
      where corp_id = $1 and ${by} = any($2)`,
    [corp.corpId, ids],
  );

async function doAct(
  { sim, corp }: Work,
  wanted: { do: string; [field: string]: unknown },
): Promise<{ reason: string | null; chatId?: unknown }> {
  const [result] = await perform(sim, ACTS, corp.corpId, [wanted]);
  return result!.ok ? { ...result, reason: null } : { reason: `${result!.code} ${result!.reason}` };
}

async function refusedBy(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return String(error.code);
    throw error;
  }
}
