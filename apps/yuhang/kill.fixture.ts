import { sql } from 'kysely';
import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { audit } from '#platform/server/audit.ts';
import { inTx } from '#platform/server/ctx.ts';
import { on, publish } from '#platform/server/events.ts';
import { defineJob, enqueue, handle } from '#platform/server/jobs.ts';
import type { AppModule } from '#platform/server/module.ts';
import { route } from '#platform/server/route.ts';
import { productModules } from '../modules.ts';
import { serveWith } from './serve.command.ts';

// The product with one module more, whose every change has a job and a listener that count.

const Order = z.object({ key: z.uuid() });
const placeOrder = endpoint({
  method: 'POST',
  path: '/api/v1/probe/orders',
  permission: 'signed-in',
  summary: ['下单', 'Place an order'],
  body: Order,
  reply: z.object({}),
});
const countOrder = defineJob('probe.count-order', Order);
const orderPlaced = defineEvent('probe.order-placed', Order);

const orders: AppModule = {
  name: 'probe',
  routes: (app) =>
    route(app, placeOrder, (ctx, { body: { key } }) =>
      inTx(ctx, async (ctx) => {
        await sql`insert into probe.order values (${key}, 0, 0)`.execute(ctx.db);
        await enqueue(ctx, countOrder, { key });
        await publish(ctx, orderPlaced, { key });
        audit(ctx, { action: 'probe.order-placed', subject: { kind: 'order', id: key } });
        return {};
      }),
    ),
  jobs: [
    handle(countOrder, async (ctx, { key }) => {
      await sql`update probe.order set counted = counted + 1 where key = ${key}`.execute(ctx.db);
      audit(ctx, { action: 'probe.order-counted', subject: { kind: 'order', id: key } });
    }),
  ],
  subscriptions: [
    on(orderPlaced, 'probe.hear-of-order', async (ctx, { key }) => {
      await sql`update probe.order set heard = heard + 1 where key = ${key}`.execute(ctx.db);
    }),
  ],
};

process.exitCode = await serveWith(
  { values: { role: process.argv[2] }, lang: 'en', env: process.env },
  (installation) => [...productModules(installation), orders],
);
