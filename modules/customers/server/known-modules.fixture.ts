import { staffActor } from '#modules/org/server/index.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { trackingModule } from '#modules/tracking/server/module.ts';
import { wecomModules, wecomSettings } from '#modules/wecom/server/fixtures.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import { filesModule } from '#platform/server/files/files-module.ts';
import type { AppModule } from '#platform/server/module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { customersModule } from './module.ts';
import { tagBatchTask } from './tags/batch.service.ts';

/** The modules a test of what is known of customers runs with. */
export function knownModules(ctx: Ctx): AppModule[] {
  const ctxFor = (orgId: string) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId);
  return [
    orgModule({ mode: 'demo' }),
    ...wecomModules(wecomSettings(ctx)).filter(({ name }) => name === 'wecom'),
    trackingModule({ ctxFor, findByIdentity: async (_, wanted) => wanted.map(() => null) }),
    customersModule(),
    tasksModule([tagBatchTask], staffActor),
    filesModule,
  ];
}
