import type { z } from 'zod';
import {
  addJoinWay,
  deleteJoinWay,
  getJoinWay,
  JOIN_WAY_REMARK,
  updateJoinWay,
} from '#protocol/wecom/endpoints/groups.ts';
import { countWays } from '../contact-ways/contact-way.store.ts';
import { type Db, row, rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller, Sim } from '../core/sim.ts';

export type JoinSettings = z.output<(typeof addJoinWay)['body']>;

export interface JoinWayRow {
  config_id: string;
  agent_id: number;
  settings: JoinSettings;
  made: number;
}

export const findJoinWay = (db: Db, corpId: string, configId: string) =>
  row<JoinWayRow>(
    db,
    `select config_id, agent_id, settings, made from join_way
      where corp_id = $1 and config_id = $2 and not deleted`,
    [corpId, configId],
  );

export const joinWayUrl = (sim: Sim, configId: string) => `${sim.publicUrl()}/qr/group/${configId}`;

/** Longer remarks are cut, not refused. */
const cut = (settings: JoinSettings): JoinSettings => ({
  ...settings,
  remark: [...(settings.remark ?? '')].slice(0, JOIN_WAY_REMARK).join(''),
});

async function checkGroups({ corp, db }: Caller, chatIds: readonly string[]): Promise<void> {
  const known = await rows<{ chat_id: string }>(
    db,
    `select chat_id from group_chat
      where corp_id = $1 and chat_id = any($2) and not internal and dissolved_at is null`,
    [corp.corpId, chatIds],
  );
  demand(known.length === new Set(chatIds).size, 40050);
}

export const joinWayApi = [
  serve(addJoinWay, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    await checkGroups(call, body.chat_id_list);
    demand((await countWays(db, corp.corpId)) < corp.settings.contactWays, 41045);
    const configId = sim.ids.hex();
    await run(
      db,
      `insert into join_way (corp_id, config_id, agent_id, settings, created_at)
       values ($1, $2, $3, $4, $5)`,
      [corp.corpId, configId, app.agentId, JSON.stringify(cut(body)), now],
    );
    return { config_id: configId };
  }),

  serve(getJoinWay, async ({ sim, corp, db, body }) => {
    const { settings: s, config_id } = found(
      await findJoinWay(db, corp.corpId, body.config_id),
      41044,
    );
    return {
      join_way: {
        config_id,
        scene: s.scene,
        remark: s.remark ?? '',
        auto_create_room: s.auto_create_room ?? 1,
        ...(s.room_base_name ? { room_base_name: s.room_base_name } : {}),
        ...(s.room_base_id !== undefined ? { room_base_id: s.room_base_id } : {}),
        chat_id_list: s.chat_id_list,
        qr_code: joinWayUrl(sim, config_id),
        state: s.state ?? '',
        mark_source: s.mark_source ?? true,
      },
    };
  }),

  serve(updateJoinWay, async (call) => {
    const { corp, db, body } = call;
    found(await findJoinWay(db, corp.corpId, body.config_id), 41044);
    await checkGroups(call, body.chat_id_list);
    const { config_id, ...settings } = body;
    await run(
      db,
      'update join_way set settings = $3, made = 0 where corp_id = $1 and config_id = $2',
      [corp.corpId, config_id, JSON.stringify(cut(settings))],
    );
    return {};
  }),

  serve(deleteJoinWay, async ({ corp, db, body }) => {
    const changed = await run(
      db,
      'update join_way set deleted = true where corp_id = $1 and config_id = $2 and not deleted',
      [corp.corpId, body.config_id],
    );
    demand(changed > 0, 41044);
    return {};
  }),
];
