import { type Content, understand } from '../people/content.ts';
import type {
  Codes,
  Seen,
  SeenMessage,
  SeenMoment,
  SeenRequest,
  SeenSms,
  SeenTask,
} from '../people/exchange.ts';
import type { SimulatorLink } from './simulator.ts';

/** How far the streams of the simulator were read. */
export interface Place {
  readonly messages: number;
  readonly moments: number;
  /** Absent in what was written down before there were any. */
  readonly sms?: number;
}

export const BEGINNING: Place = { messages: 0, moments: 0 };

type Body = Readonly<Record<string, unknown>>;
type Message = [
  userid: string | null,
  person: string | null,
  chatId: string | null,
  by: string | null,
  fromStaff: boolean,
  source: string,
  at: number,
  body: number,
];

interface Page {
  readonly now: number;
  readonly more: boolean;
  readonly messages: readonly Message[];
  readonly messagesUpTo: number;
  readonly bodies: readonly [string, Body][];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly moments: readonly {
    momentId: string;
    userid: string;
    at: number;
    content: { text?: { content: string }; attachments?: readonly ({ msgtype: string } & Body)[] };
    viewers: readonly string[];
  }[];
  readonly momentsUpTo: number;
  readonly sms: readonly { person: string; text: string; at: number }[];
  readonly smsUpTo: number;
  readonly tasks: readonly SeenTask[];
  readonly requests: readonly SeenRequest[];
}

export interface Glimpse {
  readonly now: number;
  /** There is more of it already. */
  readonly more: boolean;
  readonly place: Place;
  readonly seen: Omit<Seen, 'visited' | 'codes'>;
}

/** What happened after a place. */
export async function look(simulator: SimulatorLink, place: Place): Promise<Glimpse> {
  const page = await simulator.get<Page>(
    `/stream?messages=${place.messages}&moments=${place.moments}&sms=${place.sms ?? 0}`,
  );
  const bodies = page.bodies.map(([msgtype, body]) => understand(msgtype, body));
  return {
    now: page.now,
    more: page.more,
    place: { messages: page.messagesUpTo, moments: page.momentsUpTo, sms: page.smsUpTo },
    seen: {
      messages: page.messages.map(
        ([userid, person, chatId, by, fromStaff, source, at, body]): SeenMessage => ({
          userid,
          person,
          chatId,
          by,
          fromStaff,
          source,
          at,
          ...bodies[body]!,
        }),
      ),
      moments: page.moments.map(
        ({ content, ...moment }): SeenMoment => ({ ...moment, content: wholeOf(content) }),
      ),
      ...(page.sms.length > 0 && {
        sms: page.sms.map(
          ({ person, at, text }): SeenSms => ({
            ...{ person, at },
            content: understand('text', { content: text }).content,
          }),
        ),
      }),
      tasks: page.tasks,
      requests: page.requests,
      groups: page.groups,
    },
  };
}

/** A Moment is one thing: its words and the page it leads to. */
function wholeOf({ text, attachments = [] }: Page['moments'][number]['content']): Content {
  const link = attachments.find((a) => a.msgtype === 'link')?.link as Body | undefined;
  const words = [text?.content, link?.title].filter(Boolean).join('\n');
  return understand('link', { content: words, url: link?.url }).content;
}

export const lookForCodes = (simulator: SimulatorLink): Promise<Codes> => simulator.get('/codes');
