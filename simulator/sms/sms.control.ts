import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { bodyOf, ControlError } from '../wecom/control/json.ts';
import { inTx, rows } from '../wecom/core/db.ts';
import { found } from '../wecom/core/refusal.ts';
import type { Sim } from '../wecom/core/sim.ts';
import { SmsAccount } from './account.ts';
import { numberOf, smsTotals } from './message.store.ts';
import type { SmsInbox, SmsLine } from './phone.ts';
import { insertReply } from './reply.store.ts';

const LINES = 200;

/** The gateway from outside: its accounts, what it took, and the phones on which it arrives. */
export function smsControl(http: FastifyInstance, sim: Sim): void {
  http.get('/sim/sms/accounts', async () => ({
    accounts: sim.sms.accounts.all().map(([appId, { secret: _, ...account }]) => ({
      appId,
      ...account,
    })),
  }));
  http.put('/sim/sms/accounts/:appId', async (request) => {
    const { appId } = request.params as { appId: string };
    const change = bodyOf(request, z.record(z.string(), z.unknown()));
    const account = SmsAccount.safeParse({ ...sim.sms.accounts.find(appId), ...change });
    if (!account.success) throw new ControlError(400, account.error.message);
    await sim.sms.accounts.put(sim.pool, appId, account.data);
    return { ok: true };
  });

  http.get('/sim/sms/messages', async (request) => {
    const { app, phone } = request.query as { app?: string; phone?: string };
    return {
      messages: await rows(
        sim.pool,
        `select seq, app_id "appId", id, phone, text, parts, at, status, code from sms_message
          where ($1::text is null or app_id = $1) and ($2::text is null or phone = $2)
          order by seq desc limit 500`,
        [app ?? null, phone ?? null],
      ),
    };
  });
  http.get('/sim/sms/totals', async () => smsTotals(sim.pool));
  http.post('/sim/sms/replies', async (request) => {
    const { phone, text, appId } = bodyOf(
      request,
      z.object({
        phone: z.string(),
        text: z.string().min(1).max(500),
        appId: z.string().optional(),
      }),
    );
    const [owner] = await rows<{ person: string }>(
      sim.pool,
      'select person_id person from sms_number where phone = $1',
      [phone],
    );
    const { person } = found(owner, 60136, `nobody has ${phone}`);
    return inTx(sim.pool, (db) =>
      insertReply({ db, sim, now: sim.clock.now() }, { person, text, appId }),
    );
  });
  /** Whatever there is to tell is told now. */
  http.post('/sim/sms/tell', async () => ({ told: await sim.sms.pushes.tell() }));

  http.get('/phones/api/corps/:corp/people/:person/sms', async (request): Promise<SmsInbox> => {
    const { person } = request.params as { person: string };
    const number = await numberOf(sim.pool, person);
    const lines = await rows<SmsLine>(
      sim.pool,
      `select * from (
         select 'm' || seq as id, at, false as mine, app_id "appId", text from sms_message
          where phone = $1 and status = 1
         union all
         select id, at, true, app_id, text from sms_reply where phone = $1) l
        order by at desc, mine desc, id desc limit ${LINES}`,
      [number ?? ''],
    );
    return { number, lines: lines.toReversed() };
  });
}
