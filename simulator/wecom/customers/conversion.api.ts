import {
  convertTemporaryIds,
  convertUnionid,
  customerToOpenid,
  fromServiceCustomerId,
  migrateCustomerIds,
  unionidToCustomer,
} from '#protocol/wecom/endpoints/conversions.ts';
import { unionidToChainCustomers } from '#protocol/wecom/endpoints/interconnection.ts';
import { row, rows } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { openidOf } from '../staff/member.api.ts';
import { findProfile } from './relationship.store.ts';

const byUnionid = (call: Caller, unionid: string) =>
  row<{ external_userid: string; person_id: string }>(
    call.db,
    `select c.external_userid, c.person_id from customer c join person p using (person_id)
      where c.corp_id = $1 and p.unionid = $2`,
    [call.corp.corpId, unionid],
  );

const knownUnionid = async (call: Caller, unionid: string) =>
  demand(await row(call.db, 'select 1 from person where unionid = $1', [unionid]), 610014);

export const conversionApi = [
  serve(customerToOpenid, async (call) => {
    const { sim, corp, db, body } = call;
    const profile = found(await findProfile(db, corp.corpId, body.external_userid), 40096);
    return { openid: openidOf(sim, corp, profile.person_id) };
  }),
  serve(unionidToCustomer, async (call) => {
    demand(call.corp.settings.developerBound, 41057);
    await knownUnionid(call, call.body.unionid);
    const customer = found(await byUnionid(call, call.body.unionid), 84061);
    return { external_userid: customer.external_userid };
  }),
  serve(convertUnionid, async (call) => {
    await knownUnionid(call, call.body.unionid);
    const customer = await byUnionid(call, call.body.unionid);
    return customer
      ? { external_userid: customer.external_userid }
      : { pending_id: call.sim.ids.fixed('pd', call.corp.corpId, call.body.unionid) };
  }),
  serve(unionidToChainCustomers, async (call) => {
    await knownUnionid(call, call.body.unionid);
    const known = await rows<{ corpid: string; external_userid: string }>(
      call.db,
      `select c.corp_id corpid, c.external_userid from customer c join person p using (person_id)
        where p.unionid = $1 and c.corp_id = coalesce($2, $3)`,
      [call.body.unionid, call.body.corpid ?? null, call.corp.corpId],
    );
    return { external_userid_info: known };
  }),
  serve(migrateCustomerIds, async ({ corp, db, body }) => {
    const known = await rows<{ external_userid: string }>(
      db,
      'select external_userid from customer where corp_id = $1 and external_userid = any($2)',
      [corp.corpId, body.external_userid_list],
    );
    demand(known.length > 0, 40096);
    // Ids here are of the newer scheme already.
    return {
      items: known.map(({ external_userid }) => ({
        external_userid,
        new_external_userid: external_userid,
      })),
    };
  }),
  serve(fromServiceCustomerId, async ({ corp, db, body }) => {
    const profile = found(await findProfile(db, corp.corpId, body.external_userid), 40096);
    return { external_userid: profile.external_userid };
  }),
  serve(convertTemporaryIds, async ({ sim, corp, db, body }) => {
    const customers = await rows<{ external_userid: string }>(
      db,
      'select external_userid from customer where corp_id = $1',
      [corp.corpId],
    );
    const known = new Map(
      customers.map((c) => [
        sim.ids.fixed('ou', corp.corpId, c.external_userid),
        c.external_userid,
      ]),
    );
    const results = body.tmp_external_userid_list.flatMap((tmp_external_userid) => {
      const external_userid = known.get(tmp_external_userid);
      return external_userid ? [{ tmp_external_userid, external_userid }] : [];
    });
    return {
      results,
      invalid_tmp_external_userid_list: body.tmp_external_userid_list.filter(
        (id) => !known.has(id),
      ),
    };
  }),
];
