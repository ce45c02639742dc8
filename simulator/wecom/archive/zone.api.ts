import { createPublicKey } from 'node:crypto';
import {
  callZoneProgram,
  checkZoneDebug,
  closeZoneDebug,
  listZoneStaff,
  openZoneDebug,
  setZoneCallback,
  setZoneLogLevel,
  setZoneMasking,
  setZonePublicKey,
  startZoneTask,
} from '#protocol/wecom/endpoints/zone.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, run } from '../core/db.ts';
import { demand, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';

const isRsaOf = (bits: number, pem: string): boolean => {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.modulusLength === bits;
  } catch {
    return false;
  }
};

/** Programs that run in debug mode. Gone with the process: it is a switch, not a record. */
const debugged = new Set<string>();

/** The frame of the data zone. What a program computes is not imitated: it echoes its input. */
export const zoneApi = [
  serve(setZonePublicKey, async ({ corp, db, body }) => {
    demand(isRsaOf(corp.settings.archive.keyBits, body.public_key), 40211);
    const last = await row<{ version: number | null }>(
      db,
      'select max(version) "version" from zone_key where corp_id = $1',
      [corp.corpId],
    );
    demand(body.public_key_ver > (last?.version ?? 0), 40212);
    await run(db, 'insert into zone_key (corp_id, version, public_key) values ($1, $2, $3)', [
      corp.corpId,
      body.public_key_ver,
      body.public_key,
    ]);
    return {};
  }),

  serve(listZoneStaff, async ({ corp, body, limit }) => {
    const [after = 0] = decodeCursor('zone-staff', body.cursor) ?? [];
    const { staff, edition } = corp.settings.archive;
    const start = Number(after);
    const { page, last } = pageOf(staff.slice(start, start + limit + 1), limit);
    return {
      auth_user_list: page.map((userid) => ({ userid, edition_list: [edition] })),
      next_cursor: last ? encodeCursor('zone-staff', [start + page.length]) : '',
      has_more: Boolean(last),
    };
  }),

  serve(setZoneCallback, async () => ({})),
  serve(callZoneProgram, async ({ body }) => ({ response_data: body.request_data })),
  serve(startZoneTask, async ({ sim }) => ({ jobid: sim.ids.next('job', 40) })),
  serve(setZoneMasking, async ({ corp, body }) => {
    if (!corp.staff.has(body.userid.toLowerCase())) throw new Refusal(40003);
    return {};
  }),
  serve(setZoneLogLevel, async () => ({})),
  serve(openZoneDebug, async ({ corp, body }) => {
    debugged.add(`${corp.corpId} ${body.program_id}`);
    return {};
  }),
  serve(closeZoneDebug, async ({ corp, body }) => {
    debugged.delete(`${corp.corpId} ${body.program_id}`);
    return {};
  }),
  serve(checkZoneDebug, async ({ corp, body }) => ({
    debug_mode_status: debugged.has(`${corp.corpId} ${body.program_id}`) ? 1 : 0,
  })),
];
