import { createHash } from 'node:crypto';
import { z } from 'zod';
import { int } from '../wire.ts';
import { appEvents, appMessages } from './app-events.ts';
import { archiveEvents } from './archive-events.ts';
import { contactEvents } from './contact-events.ts';
import { customerEvents } from './customer-events.ts';
import type { WecomEvent } from './event.ts';
import { parseXml, type XmlObject } from './xml.ts';

export const EVENTS: readonly WecomEvent[] = [
  ...contactEvents,
  ...customerEvents,
  ...appEvents,
  ...archiveEvents,
];

const keyOf = (event: string, changeType?: string) => `${event}/${changeType ?? ''}`;
const byKey = new Map(EVENTS.map((e) => [keyOf(e.event, e.changeType ?? undefined), e]));
const messageByType = new Map(appMessages.map((m) => [m.event, m]));

const Head = z.object({
  ToUserName: z.string(),
  FromUserName: z.string().default(''),
  CreateTime: int({ min: 0 }),
  MsgType: z.string(),
  Event: z.string().optional(),
  ChangeType: z.string().optional(),
  AgentID: z.string().optional(),
});

export interface Push {
  /** `customer.added`, `message.text`; `unknown` for what is newer than this list. */
  readonly name: string;
  readonly corpId: string;
  /** `sys`, or the member who did it. */
  readonly from: string;
  readonly createTime: number;
  readonly event: string | null;
  readonly changeType: string | null;
  readonly agentId: string | null;
  /** As the event's schema reads them; raw when the event is unknown. */
  readonly fields: Record<string, unknown>;
  /** The same for a push and its repeats. */
  readonly key: string;
}

export type ReadPush =
  | { readonly ok: true; readonly push: Push }
  | { readonly ok: false; readonly reason: 'syntax' | 'head' | 'fields' };

/** WeCom gives events no id. A repeat has the same text; two equal ones in one second are one. */
export const pushKey = (message: string): string =>
  createHash('sha256').update(message).digest('base64url');

/** Reads a decrypted push. New kinds are kept, not refused: they may matter later. */
export function readPush(message: string): ReadPush {
  const parsed = parseXml(message);
  if (!parsed.ok) return { ok: false, reason: 'syntax' };
  const head = Head.safeParse(parsed.value);
  if (!head.success) return { ok: false, reason: 'head' };
  const { ToUserName, FromUserName, CreateTime, MsgType, Event, ChangeType, AgentID } = head.data;
  const isEvent = MsgType === 'event';
  const known = isEvent
    ? (byKey.get(keyOf(Event ?? '', ChangeType)) ?? byKey.get(keyOf(Event ?? '')))
    : messageByType.get(MsgType);
  const fields = known ? known.fields.safeParse(parsed.value) : null;
  if (fields && !fields.success) return { ok: false, reason: 'fields' };
  return {
    ok: true,
    push: {
      name: known?.name ?? 'unknown',
      corpId: ToUserName,
      from: FromUserName,
      createTime: CreateTime,
      event: isEvent ? (Event ?? '') : null,
      changeType: ChangeType ?? null,
      agentId: AgentID || null,
      fields: (fields?.data ?? rawFields(parsed.value)) as Record<string, unknown>,
      key: pushKey(message),
    },
  };
}

const HEAD = new Set(Object.keys(Head.shape));
const rawFields = (value: XmlObject) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !HEAD.has(name)));
