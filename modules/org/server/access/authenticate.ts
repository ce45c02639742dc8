import type { FastifyRequest } from 'fastify';
import { isLang, type Lang } from '#platform/contract/text.ts';
import { type Actor, type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { narrowed } from '#platform/server/scope.ts';
import {
  accessErrors,
  sessionCookie,
  surfaceHeader,
  unitHeader,
  workbenchCookie,
} from '../../contract/session.ts';
import { unitErrors } from '../../contract/unit.ts';
import { hashOf } from './token.ts';
import { findWho, touchSession, type Who } from './who.repo.ts';

export type Base = Pick<Ctx, 'db' | 'now' | 'realNow' | 'log' | 'vault' | 'files'>;

const nobody: Actor = { kind: 'customer', id: 'nobody', name: '', permissions: new Map() };
const TOUCH_EVERY_MS = 60_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Says on whose behalf a request is made, by its session cookie and the unit its sender works in. */
export function staffAuthenticator(base: Base): (request: FastifyRequest) => Promise<Ctx> {
  return async (request) => {
    const stranger: Ctx = {
      ...base,
      log: base.log.child({ requestId: request.id }),
      orgId: NO_BANK,
      actor: nobody,
      lang: langOf(request) ?? 'zh-CN',
      requestId: request.id,
      ip: request.ip,
      trail: { recorded: 0 },
    };
    const token = tokenOf(request);
    if (!token) return stranger;
    const tokenHash = hashOf(token);
    const own = isOwnBusiness(request);
    const unit = own ? null : unitOf(request);
    const who = await findWho(base, tokenHash, unit);
    if (!who) return stranger;
    if (base.realNow().getTime() - who.lastSeenAt.getTime() > TOUCH_EVERY_MS)
      await touchSession(base, tokenHash);
    if (!own) demandReady(who);
    const lang = langOf(request) ?? (isLang(who.lang) ? who.lang : 'zh-CN');
    return { ...stranger, orgId: who.orgId, actor: actorOf(who, unit), lang };
  };
}

/** A plain browser has signed in at the desk only; that counts on its workbench too. */
function tokenOf({ cookies, headers }: FastifyRequest): string | undefined {
  const atDesk = cookies[sessionCookie];
  return headers[surfaceHeader] === 'workbench' ? (cookies[workbenchCookie] ?? atDesk) : atDesk;
}

/** The context of somebody who has just signed in. */
export const signedInAs = (ctx: Ctx, who: Who): Ctx => ({
  ...ctx,
  orgId: who.orgId,
  actor: actorOf(who, null),
});

/** The sender's own session and the ways to one: these answer whatever else is not in order yet. */
const isOwnBusiness = (request: FastifyRequest) =>
  /^\/api\/v1\/org\/(session|sign-in-options|oidc)(\/|$)/.test(request.routeOptions.url ?? '');

function unitOf(request: FastifyRequest): string | null {
  const unit = request.headers[unitHeader];
  if (unit === undefined || unit === '') return null;
  if (typeof unit !== 'string' || !UUID.test(unit)) throw unitErrors.unitOutOfScope();
  return unit;
}

export const totpMissing = (who: Pick<Who, 'settings' | 'method' | 'totpEnabled'>): boolean =>
  who.settings.secondFactor === 'required' && who.method === 'password' && !who.totpEnabled;

function demandReady(who: Who): void {
  if (who.mustChange && who.method === 'password') throw accessErrors.passwordMustChange();
  if (totpMissing(who)) throw accessErrors.totpMustEnrol();
}

/** Permission → the paths of all grants that give it. */
export function permissionsOf(grants: Who['grants']): Map<string, string[]> {
  const permissions = new Map<string, string[]>();
  for (const [path, names] of grants) {
    for (const name of names) {
      const paths = permissions.get(name) ?? [];
      if (!paths.includes(path)) paths.push(path);
      permissions.set(name, paths);
    }
  }
  return permissions;
}

function actorOf(who: Who, unit: string | null): Actor {
  const all = permissionsOf(who.grants);
  let permissions: Actor['permissions'] = all;
  if (unit) {
    if (!who.unitPath) throw unitErrors.unitOutOfScope({ unit });
    // The head office is the whole bank: nothing to narrow.
    const wholeBank = /^\/\d+\/$/.test(who.unitPath);
    permissions = wholeBank ? all : narrowed(all, who.unitPath);
    if (permissions.size === 0) throw unitErrors.unitOutOfScope({ unit });
  }
  return {
    kind: 'staff',
    id: who.staffId,
    name: who.name,
    permissions,
    sessionId: who.sessionId,
  };
}

function langOf(request: FastifyRequest): Lang | null {
  const first = request.headers['accept-language']?.trim().toLowerCase() ?? '';
  if (first.startsWith('zh')) return 'zh-CN';
  return first.startsWith('en') ? 'en' : null;
}
