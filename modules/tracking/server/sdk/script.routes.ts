import type { FastifyInstance, FastifyReply } from 'fastify';
import { platformErrors } from '#platform/contract/errors.ts';
import { scriptPath } from '../../contract/collect.ts';
import { pageScript } from './script.ts';

const HOUR = 'public, max-age=3600, stale-while-revalidate=86400';
const YEAR = 'public, max-age=31536000, immutable';

/** At an address that stays, for pages of the bank; and at one that names its version, kept for a year. */
export function scriptRoutes(app: FastifyInstance): void {
  const options = { config: { rateLimit: false as const } };
  app.get(scriptPath, options, async (_, reply) => {
    const script = pageScript();
    if (!script) throw platformErrors.notFound({ script: 'not built' });
    return send(reply, script.text, HOUR).header('etag', `"${script.version}"`);
  });
  app.get<{ Params: { version: string } }>(
    scriptPath.replace('.js', '-:version.js'),
    options,
    async ({ params }, reply) => {
      const script = pageScript();
      if (script?.version !== params.version) throw platformErrors.notFound(params);
      return send(reply, script.text, YEAR);
    },
  );
}

/** Pages of other sites load it. */
const send = (reply: FastifyReply, text: string, cache: string) =>
  reply
    .header('cache-control', cache)
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('access-control-allow-origin', '*')
    .type('text/javascript; charset=utf-8')
    .send(text);
