import type { FastifyRequest } from 'fastify';
import { customerAuthenticator } from '#modules/customers/server/index.ts';
import { staffAuthenticator } from '#modules/org/server/index.ts';
import type { AnyEndpoint } from '#platform/contract/endpoint.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import { serveHealth } from '#platform/server/health.ts';
import { buildHttp } from '#platform/server/http.ts';
import { serveMetrics } from '#platform/server/metrics.ts';
import type { AppModule } from '#platform/server/module.ts';
import { describeApi } from '#platform/server/openapi/document.ts';
import { serveApiPages } from '#platform/server/openapi/serve.ts';
import { apiDescription } from './api-description.ts';
import { consoleFiles } from './console-files.ts';
import { h5Files } from './h5-files.ts';
import type { Installation } from './installation.ts';
import type { Observing } from './observing.ts';
import { sidebarFiles } from './sidebar-files.ts';
import { Refusal } from './words.ts';

/** A process that has not breathed for so long puts new requests off (503), so that it can. */
const BUSY_AFTER_MS = 2_000;

export async function serveApi(
  installation: Installation,
  modules: readonly AppModule[],
  observing: Observing,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { config, ctxFor } = installation;
  const nobody = { ...ctxFor(NO_BANK), log: installation.log };
  const asStaff = staffAuthenticator(nobody);
  const asCustomer = customerAuthenticator(nobody);
  const app = await buildHttp({
    busyAfterMs: BUSY_AFTER_MS,
    modules,
    readOnly: installation.readOnly.has,
    trustedProxies: config.trustedProxies,
    framedBy: config.simulatorUrl && new URL(config.simulatorUrl).origin,
    // Each request adds its own id to the log.
    authenticate: (request) => (isOwn(request) ? asCustomer : asStaff)(request),
    async before(app) {
      observing.watchHttp(app);
      await describeApi(app, apiDescription);
    },
    more: async (app) => {
      serveApiPages(app, { open: config.mode === 'demo', publicUrl: config.publicUrl });
      serveHealth(app, installation);
      serveMetrics(app, observing.metrics, config.metricsToken);
      await h5Files(app, asCustomer);
      await sidebarFiles(app, asStaff);
      await consoleFiles(app);
    },
  });
  const url = await app.listen({ port: config.port, host: config.host }).catch((err) => {
    if (err.code !== 'EADDRINUSE') throw err;
    throw new Refusal(
      [
        '端口 {port} 已被占用。请停止占用它的程序，或用 PORT 换一个端口。',
        'Port {port} is taken. Stop the program that uses it, or choose another with PORT.',
      ],
      { port: config.port },
    );
  });
  return {
    url,
    async stop() {
      // A connection becomes idle when its last answer is out; a browser would keep it for a minute.
      const idle = setInterval(() => app.server.closeIdleConnections(), 100);
      await app.close();
      clearInterval(idle);
    },
  };
}

/** A phone and a desk may share a browser: which of the two cookies counts depends on what is asked. */
const isOwn = (request: FastifyRequest): boolean =>
  (request.routeOptions.config as { endpoint?: AnyEndpoint }).endpoint?.permission === 'customer';
