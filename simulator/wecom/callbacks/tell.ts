import type { WecomEvent } from '#protocol/wecom/callbacks/event.ts';
import { buildXml, type XmlInput } from '#protocol/wecom/callbacks/xml.ts';
import { run } from '../core/db.ts';
import type { App, Staff } from '../core/directory.ts';
import type { Work } from '../core/sim.ts';

export interface Telling {
  readonly fields: { readonly [name: string]: XmlInput };
  /** Events about one thing keep their order; of different things they may pass each other. */
  readonly subject: string;
  /** Only apps that see this member hear of it. */
  readonly staff?: Staff | undefined;
  /** `sys`, or the member who did it. */
  readonly from?: string;
  /** For events of one app. */
  readonly app?: App | undefined;
}

/** Writes the event into the outbox of every app that is to hear of it. Sent after the commit. */
export const tell = (work: Work, event: WecomEvent, telling: Telling): Promise<void> =>
  tellMany(work, [[event, telling]]);

export async function tellMany(
  work: Work,
  events: readonly (readonly [WecomEvent, Telling])[],
): Promise<void> {
  const letters = events.flatMap(([event, telling]) =>
    hearers(work, event, telling).map((app) => ({
      app,
      subject: telling.subject,
      message: messageFor(work, app, event, telling),
    })),
  );
  await post(work, letters);
}

function messageFor(work: Work, app: App, event: WecomEvent, telling: Telling): string {
  return buildXml({
    ToUserName: work.corp.corpId,
    FromUserName: telling.from ?? 'sys',
    CreateTime: work.now,
    MsgType: 'event',
    Event: event.event,
    ChangeType: event.changeType ?? undefined,
    // Whose rule group a tag belongs to is told to the system app only.
    ...(app.kind === 'self-built' && event.audience === 'customer'
      ? { ...telling.fields, StrategyId: undefined }
      : telling.fields),
    ...(event.audience === 'app' || event.audience === 'archive' ? { AgentID: app.agentId } : {}),
  });
}

/** Something a member writes to the app: no event, an id of its own. */
export async function tellMessage(
  work: Work,
  app: App,
  from: string,
  fields: { readonly [name: string]: XmlInput },
): Promise<void> {
  const message = buildXml({
    ToUserName: work.corp.corpId,
    FromUserName: from,
    CreateTime: work.now,
    ...fields,
    AgentID: app.agentId,
  });
  if (app.callback) await post(work, [{ app, subject: from, message }]);
}

async function post(
  { corp, db, now }: Work,
  letters: readonly { app: App; subject: string; message: string }[],
): Promise<void> {
  if (letters.length === 0) return;
  await run(
    db,
    `insert into outbox (corp_id, agent_id, subject, message, created_at)
     select $1, a, s, m, $2 from unnest($3::int[], $4::text[], $5::text[]) with ordinality t(a, s, m, n)
      order by n`,
    [
      corp.corpId,
      now,
      letters.map((l) => l.app.agentId),
      letters.map((l) => l.subject),
      letters.map((l) => l.message),
    ],
  );
}

function hearers({ corp }: Work, event: WecomEvent, telling: Telling): App[] {
  const { staff, app } = telling;
  if (app) return app.callback ? [app] : [];
  return [...corp.apps.values()].filter((a) => {
    if (!a.callback || a.closed) return false;
    const serves = a.kind === 'self-built';
    return {
      customer:
        a.callback.customers &&
        (a.kind === 'customer-contact' ||
          (serves && a.customerContact && (!staff || a.sees(staff)))),
      'contact-sync': a.kind === 'contact-sync',
      archive: a.kind === 'archive',
      app: serves,
    }[event.audience];
  });
}
