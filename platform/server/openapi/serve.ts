import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { platformErrors } from '../../contract/errors.ts';
import { isLang } from '../../contract/text.ts';
import { apiDocument } from './document.ts';
import { apiPage } from './page.ts';

/**
 * `/api/openapi.json` and `/api/docs`. In production they are for whoever is signed in: a stranger
 * has no need to know what a bank's installation can do.
 */
export function serveApiPages(
  app: FastifyInstance,
  { open, publicUrl }: { open: boolean; publicUrl?: string },
): void {
  const admit = async (request: FastifyRequest) => {
    if (!open && request.ctx.actor.kind !== 'staff') throw platformErrors.notSignedIn();
  };
  app.get('/api/openapi.json', { onRequest: admit }, async () => apiDocument(app));
  app.get('/api/docs', { onRequest: admit }, async (request, reply) => {
    const { lang } = request.query as { lang?: unknown };
    const base = publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`;
    const page = apiPage(apiDocument(app), base, isLang(lang) ? lang : 'zh-CN');
    return reply.header('content-type', 'text/html; charset=utf-8').send(page);
  });
  app.get('/api/docs/page.css', async (_request, reply) => asset(reply, 'page.css', 'text/css'));
  app.get('/api/docs/page.js', async (_request, reply) =>
    asset(reply, 'page.js', 'text/javascript'),
  );
}

async function asset(reply: FastifyReply, file: string, type: string): Promise<FastifyReply> {
  const text = await readFile(new URL(file, import.meta.url), 'utf8');
  return reply
    .header('content-type', `${type}; charset=utf-8`)
    .header('cache-control', 'no-cache')
    .send(text);
}
