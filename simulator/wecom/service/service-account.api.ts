import {
  addServiceAccount,
  addServiceContactWay,
  addServicers,
  deleteServiceAccount,
  deleteServicers,
  listServiceAccounts,
  listServicers,
  updateServiceAccount,
} from '#protocol/wecom/endpoints/service-accounts.ts';
import { rows, run } from '../core/db.ts';
import { isPresent } from '../core/directory.ts';
import { demand } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { mediaUrl, needMedia } from '../media/media.store.ts';
import { type AccountRow, needAccount } from './service.store.ts';

/** Accounts of one corp, and servicers of one account. */
const ACCOUNTS = 5000;
const SERVICERS = 2000;

async function changeServicers(
  call: Caller,
  openKfid: string,
  users: readonly string[],
  parties: readonly number[],
  add: boolean,
) {
  const { corp, db } = call;
  demand(users.length + parties.length > 0, 40058);
  const account = await needAccount(db, corp.corpId, openKfid);
  const servicers = new Set(account.servicers);
  const departments = new Set(account.departments);
  const ignored = (had: boolean) => (had === add ? 'ignored' : 'success');
  const result_list = [];
  for (const given of users) {
    const staff = corp.staff.get(given.toLowerCase());
    if (!staff || !isPresent(staff)) {
      result_list.push({ userid: given, errcode: 95014, errmsg: 'not a servicer' });
      continue;
    }
    result_list.push({
      userid: staff.userid,
      errcode: 0,
      errmsg: ignored(servicers.has(staff.userid)),
    });
    if (add) servicers.add(staff.userid);
    else servicers.delete(staff.userid);
  }
  for (const department_id of parties) {
    if (!corp.departments.has(department_id)) {
      result_list.push({ department_id, errcode: 60003, errmsg: 'department not found' });
      continue;
    }
    result_list.push({
      department_id,
      errcode: 0,
      errmsg: ignored(departments.has(department_id)),
    });
    if (add) departments.add(department_id);
    else departments.delete(department_id);
  }
  demand(servicers.size <= SERVICERS, 95020);
  await run(
    db,
    `update service_account set servicers = $3, departments = $4
      where corp_id = $1 and open_kfid = $2`,
    [corp.corpId, openKfid, [...servicers], [...departments]],
  );
  return { result_list };
}

export const serviceAccountApi = [
  serve(addServiceAccount, async (call) => {
    const { sim, corp, db, now, body } = call;
    await needMedia(call, body.media_id, ['temporary'], ['image']);
    const all = await rows(
      db,
      'select 1 from service_account where corp_id = $1 and not deleted limit $2',
      [corp.corpId, ACCOUNTS],
    );
    demand(all.length < ACCOUNTS, 95005);
    const openKfid = sim.ids.next('wk');
    await run(
      db,
      `insert into service_account (corp_id, open_kfid, name, media_id, created_at)
       values ($1, $2, $3, $4, $5)`,
      [corp.corpId, openKfid, body.name, body.media_id, now],
    );
    return { open_kfid: openKfid };
  }),

  serve(updateServiceAccount, async (call) => {
    const { corp, db, body } = call;
    await needAccount(db, corp.corpId, body.open_kfid);
    if (body.media_id) await needMedia(call, body.media_id, ['temporary'], ['image']);
    await run(
      db,
      `update service_account set name = coalesce($3, name), media_id = coalesce($4, media_id)
        where corp_id = $1 and open_kfid = $2`,
      [corp.corpId, body.open_kfid, body.name ?? null, body.media_id ?? null],
    );
    return {};
  }),

  serve(deleteServiceAccount, async ({ corp, db, body }) => {
    await needAccount(db, corp.corpId, body.open_kfid);
    await run(
      db,
      'update service_account set deleted = true where corp_id = $1 and open_kfid = $2',
      [corp.corpId, body.open_kfid],
    );
    return {};
  }),

  serve(listServiceAccounts, async ({ sim, corp, db, body, limit }) => {
    const listed = await rows<AccountRow>(
      db,
      `select * from service_account where corp_id = $1 and not deleted
        order by created_at, open_kfid limit $2 offset $3`,
      [corp.corpId, limit, body.offset ?? 0],
    );
    return {
      account_list: listed.map((a) => ({
        open_kfid: a.open_kfid,
        name: a.name,
        avatar: mediaUrl(sim, a.media_id),
        manage_privilege: true,
      })),
    };
  }),

  serve(addServiceContactWay, async ({ sim, corp, db, body }) => {
    await needAccount(db, corp.corpId, body.open_kfid);
    const scene = body.scene ? `?enc_scene=${encodeURIComponent(body.scene)}` : '';
    return { url: `${sim.publicUrl()}/kfid/${body.open_kfid}${scene}` };
  }),

  serve(addServicers, (call) => {
    const { open_kfid, userid_list = [], department_id_list = [] } = call.body;
    return changeServicers(call, open_kfid, userid_list, department_id_list, true);
  }),
  serve(deleteServicers, (call) => {
    const { open_kfid, userid_list = [], department_id_list = [] } = call.body;
    return changeServicers(call, open_kfid, userid_list, department_id_list, false);
  }),

  serve(listServicers, async ({ corp, db, query }) => {
    const account = await needAccount(db, corp.corpId, query.open_kfid);
    return {
      servicer_list: [
        ...account.servicers.map((userid) => ({ userid, status: 0 })),
        ...account.departments.map((department_id) => ({ department_id })),
      ],
    };
  }),
];
