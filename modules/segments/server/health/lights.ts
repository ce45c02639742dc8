import { type Stage, stages } from '#modules/content/contract.ts';
import { type Lang, say } from '#platform/contract/text.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { Light } from '../../contract/health.ts';
import type { Arrivals } from './sources.ts';

const DAY_MS = 86_400_000;
/** A bank does business every day: three days without an order are no accident. */
const ORDERS_SILENT = 3 * DAY_MS;
const DATA_SILENT = DAY_MS;
/** Of a hundred events, more than five refused: the figures are not to be relied on. */
const REFUSED_SHARE = 0.05;

/** What a customer bought, told by the bank's own systems: with it the circle closes. */
const ORDERS = ['transaction.made', 'product.bought', 'benefit.redeemed'];
/** Each step is walked by somebody, or the path is broken there. */
const PATH: readonly (readonly [zh: string, en: string, kinds: readonly string[]])[] = [
  ['添加好友', 'Added', ['relationship.started']],
  ['消息送达', 'Delivered', ['message.delivered']],
  ['打开内容', 'Opened', ['link.opened', 'content.read', 'page.viewed']],
];

export interface Facts {
  readonly now: Date;
  readonly arrivals: readonly Arrivals[];
  /** Content of the group on each day of next week, by stage. */
  readonly week: readonly { readonly day: string; readonly stage: Stage; readonly items: number }[];
  readonly least: readonly { readonly stage: Stage; readonly least: number }[];
  readonly segment: string;
}

/** The four lights, from what is known at the moment. */
export function lightsOf(facts: Facts, lang: Lang): Light[] {
  const light = (key: Light['key'], ok: boolean, zh: string, en: string, link: string): Light => ({
    ...{ key, ok, why: say([zh, en], lang), link },
  });
  return [loop(facts, light), path(facts, light), data(facts, light), continuity(facts, light)];
}

type MakeLight = (key: Light['key'], ok: boolean, zh: string, en: string, link: string) => Light;

function loop({ now, arrivals }: Facts, light: MakeLight): Light {
  const orders = arrivals.filter(({ kind }) => ORDERS.includes(kind));
  const last = latest(orders.map(({ lastAt }) => lastAt));
  const refused = latest(orders.map(({ lastRefusedAt }) => lastRefusedAt));
  const where = '/tracking/quality';
  if (refused && (!last || refused > last))
    return light(
      ...(['loop', false] as const),
      `订单回传从 ${shown(refused)} 起被拒收，办理结果回不来`,
      `Orders have been refused since ${shown(refused)}: results do not come back`,
      where,
    );
  if (!last)
    return light(
      ...(['loop', false] as const),
      '还没有收到订单回传，办理结果看不见',
      'No order has ever been told: results are not seen',
      where,
    );
  const ok = now.getTime() - last.getTime() <= ORDERS_SILENT;
  return ok
    ? light('loop', true, `最近一笔订单 ${shown(last)}`, `Last order ${shown(last)}`, where)
    : light(
        ...(['loop', false] as const),
        `订单回传停在 ${shown(last)}，已超过 3 天`,
        `No order since ${shown(last)}, for more than three days`,
        where,
      );
}

function path({ arrivals }: Facts, light: MakeLight): Light {
  const walked = (kinds: readonly string[]) =>
    arrivals.some(({ kind, stored }) => kinds.includes(kind) && stored > 0);
  const broken = PATH.filter(([, , kinds]) => !walked(kinds));
  if (broken.length === 0)
    return light(
      ...(['path', true] as const),
      '近 14 天添加、送达、打开都有记录',
      'Added, delivered and opened within 14 days',
      '/tracking/events',
    );
  return light(
    ...(['path', false] as const),
    `近 14 天没有：${broken.map(([zh]) => zh).join('、')}`,
    `Nobody within 14 days: ${broken.map(([, en]) => en).join(', ')}`,
    '/tracking/events',
  );
}

function data({ now, arrivals }: Facts, light: MakeLight): Light {
  const stored = arrivals.reduce((sum, row) => sum + row.stored, 0);
  const refused = arrivals.reduce((sum, row) => sum + row.refused, 0);
  const last = latest(arrivals.map(({ lastAt }) => lastAt));
  const share = stored + refused > 0 ? refused / (stored + refused) : 0;
  const percent = Math.round(share * 100);
  const where = '/tracking/quality';
  if (!last || now.getTime() - last.getTime() > DATA_SILENT)
    return light(
      ...(['data', false] as const),
      last ? `最近一条事件 ${shown(last)}，已超过一天` : '还没有收到任何事件',
      last ? `No event since ${shown(last)}` : 'No event has come in',
      where,
    );
  return light(
    ...(['data', share <= REFUSED_SHARE] as const),
    `近 14 天收到 ${stored} 条，拒收 ${percent}%`,
    `${stored} events within 14 days, ${percent} % refused`,
    where,
  );
}

function continuity({ week, least, segment }: Facts, light: MakeLight): Light {
  const where = `/content?segment=${segment}`;
  const short = week.find(
    ({ stage, items }) => items < (least.find((one) => one.stage === stage)?.least ?? 0),
  );
  if (!short)
    return light(
      ...(['continuity', true] as const),
      '下周每天各阶段都有可用内容',
      'Every stage has content on each day of next week',
      where,
    );
  const [zh, en] = stages[short.stage];
  return light(
    ...(['continuity', false] as const),
    `下周 ${short.day} 起“${zh}”只有 ${short.items} 条可用内容`,
    `From ${short.day} next week only ${short.items} usable for “${en}”`,
    where,
  );
}

const shown = (moment: Date): string => dayOf(moment);

function latest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length > 0 ? new Date(Math.max(...known.map(Number))) : null;
}
