import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const built = fileURLToPath(new URL('../../../dist/phones', import.meta.url));

const NOT_BUILT =
  '页面尚未构建：npm start 会构建它，也可以运行 npx vite build simulator/wecom/phones/web\nThe page is not built: npm start builds it, or run npx vite build simulator/wecom/phones/web\n';

/** The page itself, as `simulator/wecom/phones/web` was built. */
export function phonesPages(http: FastifyInstance, root = built): void {
  http.get('/', (_request, reply) => reply.redirect('/phones', 302));
  http.register(fastifyStatic, {
    root,
    prefix: '/phones/',
    serve: false,
    setHeaders: (reply, path) =>
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
  http.get('/phones', (_request, reply) =>
    existsSync(join(root, 'index.html'))
      ? reply.sendFile('index.html')
      : reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT),
  );
  http.get('/phones/assets/:file', (request, reply) =>
    reply.sendFile(join('assets', (request.params as { file: string }).file)),
  );
}
