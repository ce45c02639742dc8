import { z } from 'zod';
import { row, run } from '../core/db.ts';
import { demand } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import { appendMessage, needAccount } from '../service/service.store.ts';
import { act } from './act.ts';
import { ensureCustomer, findPerson } from './people.store.ts';

const who = { person: z.string(), openKfid: z.string() };

async function visitor(work: Work, input: { person: string; openKfid: string }) {
  await needAccount(work.db, work.corp.corpId, input.openKfid);
  return ensureCustomer(work, await findPerson(work.db, input.person));
}

/** Opens the account's chat; a code allows one greeting within 20 seconds. */
const enter = act(
  'customer.enter-service',
  z.object({ ...who, scene: z.string().default(''), sceneParam: z.string().default('') }),
  async (work, input) => {
    const { sim, corp, db, now } = work;
    const externalUserid = await visitor(work, input);
    await run(
      db,
      `insert into service_session (corp_id, open_kfid, external_userid, scene, scene_param)
       values ($1, $2, $3, $4, $5)
       on conflict (corp_id, open_kfid, external_userid) do update
          set scene = excluded.scene, scene_param = excluded.scene_param,
              state = case when service_session.state = 4 then 0 else service_session.state end`,
      [corp.corpId, input.openKfid, externalUserid, input.scene, input.sceneParam],
    );
    const code = sim.ids.next('KW', 43);
    await run(
      db,
      `insert into service_code (code, corp_id, open_kfid, external_userid, expires_at)
       values ($1, $2, $3, $4, $5)`,
      [code, corp.corpId, input.openKfid, externalUserid, now + 20],
    );
    await appendMessage(work, input.openKfid, externalUserid, {
      origin: 4,
      msgtype: 'event',
      event: {
        event_type: 'enter_session',
        open_kfid: input.openKfid,
        external_userid: externalUserid,
        scene: input.scene,
        scene_param: input.sceneParam,
        welcome_code: code,
      },
    });
    return { externalUserid, welcomeCode: code };
  },
);

const writes = act(
  'customer.write-to-service',
  z.object({
    ...who,
    msgtype: z.string().default('text'),
    content: z.record(z.string(), z.unknown()),
  }),
  async (work, input) => {
    const { corp, db, now } = work;
    const externalUserid = await visitor(work, input);
    const session = await row<{ state: number }>(
      db,
      `insert into service_session (corp_id, open_kfid, external_userid, written_at)
       values ($1, $2, $3, $4)
       on conflict (corp_id, open_kfid, external_userid) do update
          set written_at = excluded.written_at, answers = 0,
              state = case when service_session.state = 4 then 0 else service_session.state end
       returning state`,
      [corp.corpId, input.openKfid, externalUserid, now],
    );
    demand(session, 95013);
    const msgid = await appendMessage(work, input.openKfid, externalUserid, {
      origin: 3,
      msgtype: input.msgtype,
      [input.msgtype]: input.content,
    });
    return { msgid, externalUserid };
  },
);

export const serviceActs = [enter, writes];
