import type { FastifyInstance, FastifyReply } from 'fastify';
import { LOGIN_PAGE_ERRORS } from '#protocol/wecom/endpoints/oauth.ts';
import { run } from '../core/db.ts';
import { type App, type Corp, isPresent } from '../core/directory.ts';
import type { Sim } from '../core/sim.ts';

/** The pages a browser is sent to: who it is comes from `sim_user` or `sim_person`, or is asked. */

type Query = Record<string, string | undefined>;

const COOKIE = 'sim_identity';

function trusted(app: App, redirect: URL): boolean {
  const domain = app.settings.redirectDomain.replace(/^https?:\/\//, '');
  return domain === redirect.host;
}

function parseUrl(text: string | undefined): URL | null {
  try {
    return text ? new URL(text) : null;
  } catch {
    return null;
  }
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function page(reply: FastifyReply, title: string, body: string) {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>body{font:16px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:30em;margin:3em auto;padding:0 1em;color:#1d2129}a{display:block;padding:.6em .8em;margin:.3em 0;border:1px solid #dcdfe6;border-radius:8px;color:inherit;text-decoration:none}a:hover{border-color:#2b6cb0}small{color:#6b7280}</style><h1>${escapeHtml(title)}</h1>${body}`,
    );
}

const failed = (reply: FastifyReply, code: number, text: string) =>
  page(
    reply.code(200),
    '无法登录',
    `<p>${escapeHtml(text)}</p><p><small>errcode ${code}</small></p>`,
  );

interface Target {
  corp: Corp;
  app: App;
  redirect: URL;
  state: string;
  scope: string;
}

/** Makes a code for whoever it is and sends the browser back. */
async function sendBack(sim: Sim, reply: FastifyReply, target: Target, who: string) {
  const { corp, app, redirect, state, scope } = target;
  const [kind, id] = who.split(':', 2) as [string, string];
  const code = sim.ids.next('', 43);
  await run(
    sim.pool,
    `insert into oauth_code (code, corp_id, agent_id, scope, userid, person_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      code,
      corp.corpId,
      app.agentId,
      scope,
      kind === 'staff' ? id : null,
      kind === 'person' ? id : null,
      sim.clock.now(),
    ],
  );
  redirect.searchParams.set('code', code);
  redirect.searchParams.set('state', state);
  return reply.redirect(redirect.href, 302);
}

function identity(query: Query, cookie: string | undefined): string | null {
  if (query.sim_user) return `staff:${query.sim_user}`;
  if (query.sim_person) return `person:${query.sim_person}`;
  const match = new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(cookie ?? '');
  return match ? decodeURIComponent(match[1]!) : null;
}

/** Nobody yet: choose a member. */
function chooser(reply: FastifyReply, corp: Corp, url: string, title: string) {
  const people = [...corp.staff.values()].filter(isPresent).slice(0, 200);
  const links = people.map((s) => {
    const address = `${url}${url.includes('?') ? '&' : '?'}sim_user=${encodeURIComponent(s.userid)}`;
    return `<a href="${escapeHtml(address)}">${escapeHtml(s.name)} <small>${escapeHtml(s.userid)}</small></a>`;
  });
  return page(reply, title, `<p>以哪位成员的身份继续？</p>${links.join('')}`);
}

export function identityPages(http: FastifyInstance, sim: Sim): void {
  http.get('/connect/oauth2/authorize', async (request, reply) => {
    const query = request.query as Query;
    const corp = sim.directory.corp(query.appid ?? '');
    if (!corp) return failed(reply, 40013, 'appid 无效');
    const redirect = parseUrl(query.redirect_uri);
    if (!redirect) return failed(reply, 50001, '缺少 redirect_uri');
    const app = query.agentid
      ? corp.apps.get(Number(query.agentid))
      : [...corp.apps.values()].find((a) => trusted(a, redirect));
    if (!app) return failed(reply, 40056, 'agentid 无效');
    if (!trusted(app, redirect)) return failed(reply, 50001, '回跳域名未配置为可信域名');
    const scope = query.scope ?? 'snsapi_base';
    if (scope === 'snsapi_privateinfo' && !query.agentid)
      return failed(reply, 41011, '缺少 agentid');
    const state = query.state ?? '';
    if (!/^[a-zA-Z0-9]{0,128}$/.test(state)) return failed(reply, 40058, 'state 不合规');
    const who = identity(query, request.headers.cookie);
    const target = { corp, app, redirect, state, scope };
    return who ? sendBack(sim, reply, target, who) : chooser(reply, corp, request.url, '微信授权');
  });

  const signIn = async (query: Query, reply: FastifyReply, url: string, cookie?: string) => {
    if (query.login_type !== undefined && query.login_type !== 'CorpApp')
      return failed(reply, LOGIN_PAGE_ERRORS.badLoginType, 'login_type 无效');
    const corp = sim.directory.corp(query.appid ?? '');
    if (!corp) return failed(reply, LOGIN_PAGE_ERRORS.badAppid, 'appid 无效');
    const app = corp.apps.get(Number(query.agentid));
    if (app?.kind !== 'self-built')
      return failed(reply, LOGIN_PAGE_ERRORS.badAgentid, 'agentid 无效');
    if (!query.redirect_uri)
      return failed(reply, LOGIN_PAGE_ERRORS.noRedirectUri, '缺少 redirect_uri');
    const redirect = parseUrl(query.redirect_uri);
    if (!redirect) return failed(reply, LOGIN_PAGE_ERRORS.redirectMismatch, 'redirect_uri 无效');
    if (!trusted(app, redirect))
      return failed(reply, LOGIN_PAGE_ERRORS.untrustedDomain, '回跳域名不可信');
    const who = identity(query, cookie);
    const target = { corp, app, redirect, state: query.state ?? '', scope: 'login' };
    return who?.startsWith('staff:')
      ? sendBack(sim, reply, target, who)
      : chooser(reply, corp, url, '企业微信扫码登录');
  };
  http.get('/wwlogin/sso/login', (request, reply) =>
    signIn(request.query as Query, reply, request.url, request.headers.cookie),
  );
  http.get('/wwopen/sso/qrConnect', (request, reply) =>
    signIn(request.query as Query, reply, request.url, request.headers.cookie),
  );
}
