import { getAgent, listAgents, setAgent } from '#protocol/wecom/endpoints/contacts.ts';
import { createMenu, deleteMenu, getMenu } from '#protocol/wecom/endpoints/menus.ts';
import { AppSettings } from '../core/corp-settings.ts';
import { row, run } from '../core/db.ts';
import type { App } from '../core/directory.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { findMedia, mediaUrl } from '../media/media.store.ts';

/** A token speaks for its own app only. */
function own({ corp, app }: Caller, agentid: number): App {
  demand(corp.apps.has(agentid), 40056);
  demand(agentid === app.agentId, 301002);
  return app;
}

/** Read from the database: the memory is refreshed only after the commit. */
const menuOf = async ({ corp, db }: Caller, agentid: number) =>
  (
    await row<{ menu: { button: never[] } | null }>(
      db,
      'select menu from app where corp_id = $1 and agent_id = $2',
      [corp.corpId, agentid],
    )
  )?.menu;

const setMenu = ({ corp, db }: Caller, agentid: number, menu: object | null) =>
  run(db, 'update app set menu = $3 where corp_id = $1 and agent_id = $2', [
    corp.corpId,
    agentid,
    menu && JSON.stringify(menu),
  ]);

export const menuApi = [
  serve(createMenu, async (call) => {
    own(call, call.query.agentid);
    await setMenu(call, call.query.agentid, { button: call.body.button });
    return {};
  }),
  serve(getMenu, async (call) => {
    own(call, call.query.agentid);
    return { button: found(await menuOf(call, call.query.agentid), 46003).button };
  }),
  serve(deleteMenu, async (call) => {
    own(call, call.query.agentid);
    await setMenu(call, call.query.agentid, null);
    return {};
  }),

  serve(getAgent, async (call) => {
    const app = own(call, call.query.agentid);
    const { settings } = app;
    return {
      agentid: app.agentId,
      name: app.name,
      square_logo_url: settings.logo,
      description: settings.description,
      allow_userinfos: { user: app.rangeUsers.map((userid) => ({ userid })) },
      allow_partys: { partyid: [...app.rangeParties] },
      allow_tags: { tagid: [] },
      close: app.closed ? 1 : 0,
      redirect_domain: settings.redirectDomain,
      report_location_flag: settings.reportLocation,
      isreportenter: settings.reportEnter,
      home_url: settings.homeUrl,
    };
  }),

  serve(listAgents, async ({ app }) => ({
    agentlist:
      app.kind === 'self-built'
        ? [{ agentid: app.agentId, name: app.name, square_logo_url: app.settings.logo }]
        : [],
  })),

  serve(setAgent, async (call) => {
    const { sim, corp, db, body } = call;
    const app = own(call, body.agentid);
    const logo = body.logo_mediaid ? await findMedia(db, body.logo_mediaid) : undefined;
    demand(!body.logo_mediaid || logo?.corp_id === corp.corpId, 40007);
    const settings: AppSettings = AppSettings.parse({
      ...app.settings,
      ...(body.description === undefined ? {} : { description: body.description }),
      ...(logo ? { logo: mediaUrl(sim, logo.media_id) } : {}),
      ...(body.redirect_domain === undefined ? {} : { redirectDomain: body.redirect_domain }),
      ...(body.home_url === undefined ? {} : { homeUrl: body.home_url }),
      ...(body.report_location_flag === undefined
        ? {}
        : { reportLocation: body.report_location_flag }),
      ...(body.isreportenter === undefined ? {} : { reportEnter: body.isreportenter }),
    });
    await run(
      db,
      `update app set name = coalesce($3, name), settings = $4
        where corp_id = $1 and agent_id = $2`,
      [corp.corpId, app.agentId, body.name ?? null, JSON.stringify(settings)],
    );
    call.after(() => sim.directory.reload(corp.corpId));
    return {};
  }),
];
