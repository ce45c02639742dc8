import {
  addContactWay,
  closeTemporaryChat,
  deleteContactWay,
  getContactWay,
  listContactWays,
  updateContactWay,
} from '#protocol/wecom/endpoints/contact-ways.ts';
import { CONTACT_WAY_STAFF, TEMPORARY_CONTACT_WAYS_PER_DAY } from '#protocol/wecom/limits.ts';
import { DAY, startOfDay } from '../core/clock.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, rows, run } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Sim } from '../core/sim.ts';
import { friendOf } from '../customers/customer.api.ts';
import { mediaUrl, needMedia } from '../media/media.store.ts';
import {
  type ContactWayRow,
  checkServing,
  countWays,
  findContactWay,
  type WaySettings,
} from './contact-way.store.ts';

const DEFAULT_TEMPORARY = 7 * DAY;

export const contactWayUrl = (sim: Sim, configId: string) =>
  `${sim.publicUrl()}/qr/way/${configId}`;

function contactWayOf(sim: Sim, { config_id, settings: s, is_temp }: ContactWayRow) {
  return {
    config_id,
    type: s.type,
    scene: s.scene,
    ...(s.scene === 1 ? { style: s.style ?? 1 } : { qr_code: contactWayUrl(sim, config_id) }),
    remark: s.remark ?? '',
    skip_verify: s.skip_verify ?? true,
    state: s.state ?? '',
    user: s.user ?? [],
    party: s.party ?? [],
    is_temp,
    is_exclusive: s.is_exclusive ?? false,
    mark_source: s.mark_source ?? true,
    ...(is_temp
      ? {
          expires_in: s.expires_in ?? DEFAULT_TEMPORARY,
          chat_expires_in: s.chat_expires_in ?? DAY,
          ...(s.unionid ? { unionid: s.unionid } : {}),
          ...(s.conclusions ? { conclusions: conclusionsOf(sim, s.conclusions) } : {}),
        }
      : {}),
  };
}

/** Images come back as an address. */
function conclusionsOf(sim: Sim, c: NonNullable<WaySettings['conclusions']>) {
  const { image, ...rest } = c;
  return { ...rest, ...(image ? { image: { pic_url: mediaUrl(sim, image.media_id) } } : {}) };
}

export const contactWayApi = [
  serve(addContactWay, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    checkServing(call, body.user, body.party, CONTACT_WAY_STAFF, 41041);
    const { unionid, conclusions, is_temp: temporary = false } = body;
    demand(!unionid || corp.settings.developerBound, 41057);
    if (conclusions?.image) await needMedia(call, conclusions.image.media_id, ['temporary']);
    if (temporary) {
      const today = await row<{ n: number }>(
        db,
        'select count(*) n from contact_way where corp_id = $1 and is_temp and created_at >= $2',
        [corp.corpId, startOfDay(now)],
      );
      demand((today?.n ?? 0) < TEMPORARY_CONTACT_WAYS_PER_DAY, 41045);
    } else {
      demand((await countWays(db, corp.corpId)) < corp.settings.contactWays, 41045);
    }
    const configId = sim.ids.hex();
    await run(
      db,
      `insert into contact_way (corp_id, config_id, agent_id, settings, is_temp, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        corp.corpId,
        configId,
        app.agentId,
        JSON.stringify(body),
        temporary,
        now,
        temporary ? now + (body.expires_in ?? DEFAULT_TEMPORARY) : null,
      ],
    );
    return {
      config_id: configId,
      ...(body.scene === 2 ? { qr_code: contactWayUrl(sim, configId) } : {}),
    };
  }),

  serve(getContactWay, async ({ sim, corp, db, body }) => ({
    contact_way: contactWayOf(
      sim,
      found(await findContactWay(db, corp.corpId, body.config_id), 41044),
    ),
  })),

  serve(listContactWays, async ({ corp, db, now, body, limit }) => {
    const [afterTime = 0, afterId = ''] = decodeCursor('contact-ways', body.cursor) ?? [];
    const listed = await rows<{ config_id: string; created_at: number }>(
      db,
      `select config_id, created_at from contact_way
        where corp_id = $1 and not is_temp and not deleted and created_at between $2 and $3
          and (created_at, config_id) > ($4, $5) order by created_at, config_id limit $6`,
      [
        corp.corpId,
        body.start_time ?? now - 90 * DAY,
        body.end_time ?? now,
        afterTime,
        afterId,
        limit + 1,
      ],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      contact_way: page.map(({ config_id }) => ({ config_id })),
      next_cursor: last ? encodeCursor('contact-ways', [last.created_at, last.config_id]) : '',
    };
  }),

  serve(updateContactWay, async (call) => {
    const { corp, db, now, body } = call;
    const way = found(await findContactWay(db, corp.corpId, body.config_id), 41044);
    if (way.expires_at !== null && way.expires_at <= now) throw new Refusal(41044);
    const { config_id: _, ...change } = body;
    const settings = { ...way.settings, ...change };
    demand(settings.type === 2 || settings.user?.length === 1, 41041);
    checkServing(call, settings.user, settings.party, CONTACT_WAY_STAFF, 41041);
    const expires = way.is_temp && body.expires_in ? now + body.expires_in : way.expires_at;
    await run(
      db,
      'update contact_way set settings = $3, expires_at = $4 where corp_id = $1 and config_id = $2',
      [corp.corpId, body.config_id, JSON.stringify(settings), expires],
    );
    return {};
  }),

  serve(deleteContactWay, async ({ corp, db, body }) => {
    const changed = await run(
      db,
      `update contact_way set deleted = true
        where corp_id = $1 and config_id = $2 and not deleted`,
      [corp.corpId, body.config_id],
    );
    demand(changed > 0, 41044);
    return {};
  }),

  serve(closeTemporaryChat, async (call) => {
    const { corp, db, now, body } = call;
    const { staff, relationship } = await friendOf(call, body.userid, body.external_userid);
    demand((relationship.temporary_until ?? 0) > now, 84061);
    await run(
      db,
      `update relationship set temporary_until = $4
        where corp_id = $1 and userid = $2 and external_userid = $3`,
      [corp.corpId, staff.userid, body.external_userid, now],
    );
    return {};
  }),
];
