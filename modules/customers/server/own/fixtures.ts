import type { FastifyInstance } from 'fastify';
import { staffActor } from '#modules/org/server/index.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { trackingModule } from '#modules/tracking/server/module.ts';
import { wecomModules, wecomSettings } from '#modules/wecom/server/fixtures.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import type { DataSet } from '#platform/server/data-set.ts';
import { filesModule } from '#platform/server/files/files-module.ts';
import { buildHttp } from '#platform/server/http.ts';
import type { AppModule } from '#platform/server/module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { customerCookie } from '../../contract/own.ts';
import { customersModule } from '../module.ts';
import { customerDataSets } from '../rights/data-sets.ts';
import { tagBatchTask } from '../tags/batch.service.ts';
import { customerAuthenticator, startOwnSession } from './own-session.service.ts';

/** The modules a test of what is known of customers runs with. */
export function knownModules(ctx: Ctx, sets: readonly DataSet[] = customerDataSets): AppModule[] {
  const ctxFor = (orgId: string) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId);
  return [
    orgModule({ mode: 'demo' }),
    ...wecomModules(wecomSettings(ctx)).filter(({ name }) => name === 'wecom'),
    trackingModule({ ctxFor, findByIdentity: async (_, wanted) => wanted.map(() => null) }),
    customersModule({
      signIn: { ctxFor },
      inventory: { dataSets: () => sets, retention: () => [] },
    }),
    tasksModule([tagBatchTask], staffActor),
    filesModule,
  ];
}

/** The HTTP door as customers find it: whoever has a customer's cookie is that customer. */
export const customerHttp = (ctx: Ctx, modules: readonly AppModule[]): Promise<FastifyInstance> =>
  buildHttp({ modules, authenticate: customerAuthenticator(ctx) });

/** Headers of somebody who has signed in on their phone. */
export async function ownCookie(ctx: Ctx, customerId: number): Promise<{ cookie: string }> {
  const token = await inTx(asSystem(ctx, ctx.orgId), (ctx) =>
    startOwnSession(ctx, customerId, { corpId: ctx.orgId, userAgent: 'test' }),
  );
  return { cookie: `${customerCookie}=${token}` };
}
