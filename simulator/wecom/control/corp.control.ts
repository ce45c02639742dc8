import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isCallbackToken, isEncodingAesKey } from '#protocol/wecom/callbacks/crypto.ts';
import { checkCallback } from '../callbacks/send.ts';
import { changeOf } from '../core/change-of.ts';
import { AppSettings, CallbackSettings, CorpSettings } from '../core/corp-settings.ts';
import { inTx, row, run } from '../core/db.ts';
import type { App, Corp } from '../core/directory.ts';
import { found } from '../core/refusal.ts';
import type { Sim } from '../core/sim.ts';
import { bodyOf, ControlError } from './json.ts';

const AppDraft = z.object({
  agentId: z.int(),
  kind: z.enum(['self-built', 'contact-sync', 'customer-contact', 'archive']).default('self-built'),
  name: z.string().default('app'),
  secret: z.string().min(8).optional(),
  customerContact: z.boolean().default(true),
  rangeUsers: z.array(z.string()).default([]),
  /** The whole corp by default. */
  rangeParties: z.array(z.int()).default([1]),
  settings: AppSettings.partial().default({}),
});

const CorpDraft = z.object({
  corpId: z
    .string()
    .regex(/^w[wx][0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  settings: CorpSettings.partial().default({}),
  apps: z.array(AppDraft).default([]),
});

const AppChange = changeOf(AppDraft.omit({ agentId: true, kind: true, settings: true })).extend({
  closed: z.boolean().optional(),
  settings: changeOf(AppSettings).optional(),
});

const newSecret = () => randomBytes(32).toString('base64url').slice(0, 43);

const describe = (app: App) => ({
  agentId: app.agentId,
  kind: app.kind,
  name: app.name,
  secret: app.secret,
  closed: app.closed,
  customerContact: app.customerContact,
  rangeUsers: app.rangeUsers,
  rangeParties: app.rangeParties,
  settings: app.settings,
  callback: app.callback,
});

const describeCorp = (corp: Corp) => ({
  corpId: corp.corpId,
  name: corp.name,
  settings: corp.settings,
  apps: [...corp.apps.values()].map(describe),
  departments: corp.departments.size,
  staff: corp.staff.size,
});

export function corpControl(http: FastifyInstance, sim: Sim): void {
  const corpOf = (params: unknown): Corp => {
    const corp = sim.directory.corp((params as { corp: string }).corp);
    if (!corp) throw new ControlError(404, 'no such corp');
    return corp;
  };
  const appOf = (params: unknown): { corp: Corp; app: App } => {
    const corp = corpOf(params);
    const app = corp.apps.get(Number((params as { agent: string }).agent));
    if (!app) throw new ControlError(404, 'no such app');
    return { corp, app };
  };

  const insertApp = (corpId: string, draft: z.output<typeof AppDraft>) =>
    run(
      sim.pool,
      `insert into app (corp_id, agent_id, kind, name, secret, customer_contact, range_users,
                        range_parties, settings, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        corpId,
        draft.agentId,
        draft.kind,
        draft.name,
        draft.secret ?? newSecret(),
        draft.customerContact,
        draft.rangeUsers,
        draft.rangeParties,
        JSON.stringify(AppSettings.parse(draft.settings)),
        sim.clock.now(),
      ],
    );

  http.get('/sim/corps', async () => ({ corps: [...sim.directory.corps()].map(describeCorp) }));

  http.post('/sim/corps', async (request) => {
    const draft = bodyOf(request, CorpDraft);
    const corpId = draft.corpId ?? `ww${sim.ids.hex(16)}`;
    if (sim.directory.corp(corpId)) throw new ControlError(409, 'the corp exists');
    const now = sim.clock.now();
    await inTx(sim.pool, async (db) => {
      await run(db, 'insert into corp values ($1, $2, $3, $4)', [
        corpId,
        draft.name,
        JSON.stringify(CorpSettings.parse(draft.settings)),
        now,
      ]);
      await run(db, `insert into department (corp_id, id, name, parent_id) values ($1, 1, $2, 0)`, [
        corpId,
        draft.name,
      ]);
    });
    for (const app of draft.apps) await insertApp(corpId, app);
    await sim.directory.reload(corpId);
    return describeCorp(found(sim.directory.corp(corpId), 40013));
  });

  http.get('/sim/corps/:corp', async (request) => describeCorp(corpOf(request.params)));

  http.patch('/sim/corps/:corp', async (request) => {
    const corp = corpOf(request.params);
    const change = bodyOf(request, z.object({ settings: changeOf(CorpSettings) }));
    const settings = CorpSettings.parse({ ...corp.settings, ...change.settings });
    await run(sim.pool, 'update corp set settings = $2 where corp_id = $1', [
      corp.corpId,
      JSON.stringify(settings),
    ]);
    await sim.directory.reload(corp.corpId);
    return describeCorp(corpOf(request.params));
  });

  http.post('/sim/corps/:corp/apps', async (request) => {
    const corp = corpOf(request.params);
    const draft = bodyOf(request, AppDraft);
    if (corp.apps.has(draft.agentId)) throw new ControlError(409, 'the app exists');
    await insertApp(corp.corpId, draft);
    await sim.directory.reload(corp.corpId);
    return describe(found(corpOf(request.params).apps.get(draft.agentId), 40056));
  });

  http.patch('/sim/corps/:corp/apps/:agent', async (request) => {
    const { corp, app } = appOf(request.params);
    const change = bodyOf(request, AppChange);
    await run(
      sim.pool,
      `update app set name = $3, secret = $4, closed = $5, customer_contact = $6,
              range_users = $7, range_parties = $8, settings = $9
        where corp_id = $1 and agent_id = $2`,
      [
        corp.corpId,
        app.agentId,
        change.name ?? app.name,
        change.secret ?? app.secret,
        change.closed ?? app.closed,
        change.customerContact ?? app.customerContact,
        change.rangeUsers ?? app.rangeUsers,
        change.rangeParties ?? app.rangeParties,
        JSON.stringify({ ...app.settings, ...change.settings }),
      ],
    );
    // A new secret ends the tokens of the old one.
    if (change.secret && change.secret !== app.secret)
      await sim.tokens.void(corp.corpId, app.agentId);
    await sim.directory.reload(corp.corpId);
    return describe(appOf(request.params).app);
  });

  http.post('/sim/corps/:corp/apps/:agent/void-token', async (request) => {
    const { corp, app } = appOf(request.params);
    return { voided: await sim.tokens.void(corp.corpId, app.agentId) };
  });

  /** As the console does it: the address is checked before it is taken. */
  http.put('/sim/corps/:corp/apps/:agent/callback', async (request) => {
    const { corp, app } = appOf(request.params);
    const { check, ...callback } = bodyOf(
      request,
      CallbackSettings.extend({ check: z.boolean().default(true) }),
    );
    if (!isCallbackToken(callback.token)) throw new ControlError(400, 'bad token');
    if (!isEncodingAesKey(callback.encodingAesKey)) throw new ControlError(400, 'bad key');
    const echo = String(Math.floor(sim.ids.chance() * 1e18));
    const problem = check
      ? await checkCallback(corp.corpId, callback, sim.clock.now(), echo)
      : null;
    if (problem) throw new ControlError(422, `85011 callback URL check failed: ${problem}`);
    await run(sim.pool, 'update app set callback = $3 where corp_id = $1 and agent_id = $2', [
      corp.corpId,
      app.agentId,
      JSON.stringify(callback),
    ]);
    await sim.directory.reload(corp.corpId);
    return { ok: true };
  });

  http.delete('/sim/corps/:corp/apps/:agent/callback', async (request) => {
    const { corp, app } = appOf(request.params);
    await run(sim.pool, 'update app set callback = null where corp_id = $1 and agent_id = $2', [
      corp.corpId,
      app.agentId,
    ]);
    await sim.directory.reload(corp.corpId);
    return { ok: true };
  });

  http.delete('/sim/corps/:corp', async (request) => {
    const { corpId } = corpOf(request.params);
    const tables = await row<{ names: string[] }>(
      sim.pool,
      `select array_agg(c.table_name::text) names
         from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where c.column_name = 'corp_id' and c.table_schema = 'public' and c.table_name <> 'corp'
          and t.table_type = 'BASE TABLE'`,
    );
    for (const table of tables?.names ?? [])
      await run(sim.pool, `delete from "${table}" where corp_id = $1`, [corpId]);
    await run(sim.pool, 'delete from corp where corp_id = $1', [corpId]);
    await sim.directory.reload(corpId);
    return { ok: true };
  });
}
