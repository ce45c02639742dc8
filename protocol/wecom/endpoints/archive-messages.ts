import { z } from 'zod';
import { listed } from '../wire.ts';

/** Messages of the conversation archive after decryption. msgtime is in milliseconds. */

const common = {
  msgid: z.string(),
  action: z.enum(['send', 'recall']),
  from: z.string(),
  tolist: listed(z.string()),
  /** Empty in a single chat. */
  roomid: z.string().default(''),
  msgtime: z.int(),
};

const file = { md5sum: z.string(), sdkfileid: z.string() };
const sized = { ...file, filesize: z.int() };

/** msgtype → the name and shape of the object that carries the content. */
const bodies = {
  text: ['text', z.object({ content: z.string() })],
  image: ['image', z.object(sized)],
  voice: ['voice', z.object({ ...file, voice_size: z.int(), play_length: z.int() })],
  video: ['video', z.object({ ...sized, play_length: z.int() })],
  file: ['file', z.object({ ...sized, filename: z.string(), fileext: z.string() })],
  emotion: [
    'emotion',
    z.object({ ...file, type: z.int(), width: z.int(), height: z.int(), imagesize: z.int() }),
  ],
  link: [
    'link',
    z.object({
      title: z.string(),
      description: z.string().default(''),
      link_url: z.string(),
      image_url: z.string().default(''),
    }),
  ],
  weapp: [
    'weapp',
    z.object({
      title: z.string(),
      description: z.string().default(''),
      username: z.string(),
      displayname: z.string(),
    }),
  ],
  card: ['card', z.object({ corpname: z.string(), userid: z.string() })],
  location: [
    'location',
    z.object({
      longitude: z.number(),
      latitude: z.number(),
      address: z.string(),
      title: z.string(),
      zoom: z.int(),
    }),
  ],
  revoke: ['revoke', z.object({ pre_msgid: z.string() })],
  agree: ['agree', z.object({ userid: z.string(), agree_time: z.int() })],
  disagree: ['disagree', z.object({ userid: z.string(), disagree_time: z.int() })],
  chatrecord: [
    'chatrecord',
    z.object({
      title: z.string(),
      item: listed(
        z.object({
          type: z.string(),
          msgtime: z.int(),
          content: z.string(),
          from_chatroom: z.boolean().default(false),
        }),
      ),
    }),
  ],
  mixed: ['mixed', z.object({ item: listed(z.object({ type: z.string(), content: z.string() })) })],
  redpacket: ['redpacket', redPacket()],
  external_redpacket: ['redpacket', redPacket()],
  meeting: [
    'meeting',
    z.object({
      topic: z.string(),
      starttime: z.int(),
      endtime: z.int(),
      address: z.string().default(''),
      remarks: z.string().default(''),
      meetingtype: z.int().optional(),
      meetingid: z.int().optional(),
      status: z.int().optional(),
    }),
  ],
  docmsg: ['doc', z.object({ title: z.string(), doc_creator: z.string(), link_url: z.string() })],
  markdown: ['info', z.object({ content: z.string() })],
  news: [
    'info',
    z.object({
      item: listed(
        z.object({
          title: z.string(),
          description: z.string().default(''),
          url: z.string(),
          picurl: z.string().default(''),
        }),
      ),
    }),
  ],
  calendar: [
    'calendar',
    z.object({
      title: z.string(),
      creatorname: z.string(),
      attendeename: listed(z.string()),
      starttime: z.int(),
      endtime: z.int(),
      place: z.string().default(''),
      remarks: z.string().default(''),
    }),
  ],
  todo: ['todo', z.object({ title: z.string(), content: z.string() })],
  vote: [
    'vote',
    z.object({
      votetitle: z.string(),
      voteitem: listed(z.string()),
      votetype: z.int(),
      voteid: z.string(),
    }),
  ],
  collect: [
    'collect',
    z.object({
      room_name: z.string(),
      creator: z.string(),
      create_time: z.string(),
      title: z.string(),
      details: listed(z.object({ id: z.int(), ques: z.string(), type: z.string() })),
    }),
  ],
  meeting_voice_call: [
    'meeting_voice_call',
    z.object({
      endtime: z.int(),
      sdkfileid: z.string(),
      demofiledata: listed(z.unknown()),
      sharescreendata: listed(z.unknown()),
    }),
  ],
  voip_doc_share: ['voip_doc_share', z.object({ ...sized, filename: z.string() })],
  sphfeed: [
    'sphfeed',
    z.object({ feed_type: z.int(), sph_name: z.string(), feed_desc: z.string() }),
  ],
} as const;

function redPacket() {
  return z.object({
    type: z.int(),
    wish: z.string(),
    totalcnt: z.int(),
    /** In fen. */
    totalamount: z.int(),
  });
}

export type ArchiveKind = keyof typeof bodies;

export interface ArchiveMessage {
  readonly msgid: string;
  readonly action: 'send' | 'recall';
  readonly from: string;
  readonly tolist: readonly string[];
  readonly roomid: string;
  readonly msgtime: number;
  readonly msgtype: string;
  /** Null for kinds that are newer than this list. */
  readonly body: unknown;
}

/** A member switched corp: no sender, no content. */
export interface ArchiveSwitch {
  readonly msgid: string;
  readonly action: 'switch';
  readonly time: number;
  readonly user: string;
}

const Common = z.object({ ...common, msgtype: z.string() });
const Switch = z.object({
  msgid: z.string(),
  action: z.literal('switch'),
  time: z.int(),
  user: z.string(),
});

/** Reads one decrypted message; null when it is none. Kinds not known here keep their frame. */
export function readArchiveMessage(json: unknown): ArchiveMessage | ArchiveSwitch | null {
  const switched = Switch.safeParse(json);
  if (switched.success) return switched.data;
  const frame = Common.safeParse(json);
  if (!frame.success) return null;
  const known = Object.hasOwn(bodies, frame.data.msgtype)
    ? bodies[frame.data.msgtype as ArchiveKind]
    : null;
  if (!known) return { ...frame.data, body: null };
  const [field, schema] = known;
  const body = schema.safeParse((json as Record<string, unknown>)[field]);
  return body.success ? { ...frame.data, body: body.data } : null;
}

export const ARCHIVE_KINDS = Object.keys(bodies) as ArchiveKind[];
