import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { surfaceHeader, workbenchCookie } from '#modules/org/contract.ts';
import { insideWecom, wecomScripts } from '#modules/workbench/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';

const sidebarFolder = fileURLToPath(new URL('../../dist/sidebar', import.meta.url));
/** For whoever cannot be signed in. */
const OPEN = /^\/m\/sorry(\/|$)/;

/** The workbench of RMs: one page, for colleagues who are signed in inside WeCom or at the desk. */
export async function sidebarFiles(
  app: FastifyInstance,
  authenticate: (request: FastifyRequest) => Promise<Ctx>,
  root = sidebarFolder,
): Promise<void> {
  const page = join(root, 'index.html');
  if (!existsSync(page)) return;
  const html = readFileSync(page, 'utf8');
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/m/assets/',
    decorateReply: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  app.get('/m/*', async (request, reply) => {
    const [path = '', query] = request.url.split('?');
    if (path.includes('.')) throw platformErrors.notFound();
    if (!OPEN.test(path) && !(await isSignedIn(request, authenticate))) {
      const wanted = new URLSearchParams({ to: query ? `${path}?${query}` : path });
      if (insideWecom(request)) wanted.set('in', 'wecom');
      const { corp } = request.query as Record<string, unknown>;
      if (typeof corp === 'string') wanted.set('corp', corp);
      return reply.redirect(`/m/sign-in?${wanted}`, 302);
    }
    letWecomIn(reply);
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
  });
}

async function isSignedIn(
  request: FastifyRequest,
  authenticate: (request: FastifyRequest) => Promise<Ctx>,
): Promise<boolean> {
  // Inside WeCom only WeCom's word counts: the desk of the same browser may be another person's.
  if (insideWecom(request) && !request.cookies[workbenchCookie]) return false;
  request.headers[surfaceHeader] = 'workbench';
  return (await authenticate(request)).orgId !== NO_BANK;
}

/** WeCom's client scripts come from WeCom. */
function letWecomIn(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  const hosts = wecomScripts.map((script) => new URL(script).origin).join(' ');
  reply.header(
    'content-security-policy',
    policy.replace(/script-src ('self')/, `script-src $1 ${hosts}`),
  );
}
