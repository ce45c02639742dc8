import { z } from 'zod';
import { appEvents, appMessages } from '#protocol/wecom/callbacks/app-events.ts';
import type { WecomEvent } from '#protocol/wecom/callbacks/event.ts';
import type { XmlInput } from '#protocol/wecom/callbacks/xml.ts';
import { newResponseCode } from '../app-messages/app-message.api.ts';
import { tell, tellMessage } from '../callbacks/tell.ts';
import { row } from '../core/db.ts';
import type { App } from '../core/directory.ts';
import { demand, found } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import { act, staffOf } from './act.ts';

const by = { userid: z.string(), agentId: z.int() };

function user({ corp }: Work, input: { userid: string; agentId: number }) {
  const staff = staffOf(corp, input.userid);
  const app: App = found(corp.apps.get(input.agentId), 40056);
  demand(app.sees(staff), 60011);
  return { staff, app };
}

const eventNamed = (event: string): WecomEvent =>
  found(
    appEvents.find((e) => e.event === event),
    40058,
    `no event ${event}`,
  );

const writes = act(
  'staff.write-to-app',
  z.object({
    ...by,
    msgtype: z.string().default('text'),
    fields: z.record(z.string(), z.unknown()),
  }),
  async (work, input) => {
    const { staff, app } = user(work, input);
    demand(
      appMessages.some((m) => m.event === input.msgtype),
      40008,
    );
    const MsgId = String(Math.floor(work.sim.ids.chance() * 2 ** 52));
    await tellMessage(work, app, staff.userid, {
      MsgType: input.msgtype,
      ...(input.fields as Record<string, XmlInput>),
      MsgId,
    });
    return { msgid: MsgId };
  },
);

/** Entering, a menu button, a place: the event and its fields. */
const event = act(
  'staff.app-event',
  z.object({
    ...by,
    event: z.string(),
    fields: z.record(z.string(), z.unknown()).default({}),
  }),
  async (work, input) => {
    const { staff, app } = user(work, input);
    await tell(work, eventNamed(input.event), {
      fields: input.fields as Record<string, XmlInput>,
      subject: staff.userid,
      from: staff.userid,
      app,
    });
    return {};
  },
);

const answerCard = act(
  'staff.answer-card',
  z.object({
    ...by,
    taskId: z.string(),
    key: z.string(),
    selected: z.record(z.string(), z.array(z.string())).default({}),
    menu: z.boolean().default(false),
  }),
  async (work, input) => {
    const { corp, db } = work;
    const { staff, app } = user(work, input);
    const card = found(
      await row<{ content: { card_type: string } }>(
        db,
        'select content from card where corp_id = $1 and agent_id = $2 and task_id = $3',
        [corp.corpId, app.agentId, input.taskId],
      ),
      42016,
    );
    const code = await newResponseCode({ ...work, app }, input.taskId);
    const items = Object.entries(input.selected).map(([QuestionKey, ids]) => ({
      QuestionKey,
      OptionIds: { OptionId: ids },
    }));
    await tell(work, eventNamed(input.menu ? 'template_card_menu_event' : 'template_card_event'), {
      fields: {
        EventKey: input.key,
        TaskId: input.taskId,
        CardType: card.content.card_type,
        ResponseCode: code,
        ...(items.length > 0 ? { SelectedItems: { SelectedItem: items } } : {}),
      },
      subject: staff.userid,
      from: staff.userid,
      app,
    });
    return { responseCode: code };
  },
);

export const appActs = [writes, event, answerCard];
