import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ownConsents, ownSession } from '#modules/customers/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';

const h5Folder = fileURLToPath(new URL('../../dist/h5', import.meta.url));
const PLACE = '<script id="first" type="application/json">{}</script>';
/** Pages for whoever is not signed in, or cannot be any more. */
const OPEN = /^\/h5\/(sorry|certificate)(\/|$)/;

/**
 * The pages customers see. The server puts what the first page shows into the page itself, so a
 * phone paints it without asking again; somebody who is not signed in is sent to WeChat at once.
 */
export async function h5Files(
  app: FastifyInstance,
  authenticate: (request: FastifyRequest) => Promise<Ctx>,
  root = h5Folder,
): Promise<void> {
  const page = join(root, 'index.html');
  if (!existsSync(page)) return;
  const html = readFileSync(page, 'utf8');
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/h5/assets/',
    decorateReply: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  app.get<{ Querystring: { corp?: unknown } }>('/h5/*', async (request, reply) => {
    const path = request.url.split('?')[0]!;
    const answer = reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
    if (OPEN.test(path)) return answer.send(html);
    if (path.includes('.')) throw platformErrors.notFound();
    const ctx = await authenticate(request);
    if (ctx.orgId === NO_BANK) {
      const query = new URLSearchParams({ to: path });
      if (typeof request.query.corp === 'string') query.set('corp', request.query.corp);
      return reply.redirect(`/h5/sign-in?${query}`, 302);
    }
    const first = { session: await ownSession(ctx), consents: await ownConsents(ctx) };
    return answer.send(html.replace(PLACE, () => PLACE.replace('{}', () => harmless(first))));
  });
}

/** No text in it can end the script it stands in. */
const harmless = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
