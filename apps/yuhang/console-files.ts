import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { platformErrors } from '#platform/contract/errors.ts';

export const consoleFolder = fileURLToPath(new URL('../../dist/console', import.meta.url));

/** The console: hashed assets are kept for a year, the page that names them is asked for each time. */
export async function consoleFiles(app: FastifyInstance, root = consoleFolder): Promise<void> {
  if (existsSync(join(root, 'index.html'))) {
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      setHeaders: (reply, path) => {
        const hashed = path.includes('/assets/');
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const page =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      !request.url.startsWith('/assets/') &&
      (request.headers.accept ?? '').includes('text/html');
    if (!page || !existsSync(join(root, 'index.html'))) throw platformErrors.notFound();
    return reply.header('cache-control', 'no-cache').sendFile('index.html', root);
  });
}
