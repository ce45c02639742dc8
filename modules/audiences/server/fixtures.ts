import { customersModule } from '#modules/customers/server/module.ts';
import { aBank } from '#modules/org/server/fixtures.ts';
import { equipBanks, staffActor } from '#modules/org/server/index.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { trackingModule } from '#modules/tracking/server/module.ts';
import type { CallInput } from '#platform/contract/endpoint.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { runDueJobs, type TestOrg } from '#platform/server/test/test-org.ts';
import type { AudienceDraft, createAudience } from '../contract/audience.ts';
import type { ConditionInput } from '../contract/rule.ts';
import { audiencesModule, audienceTasks } from './module.ts';

/** The modules with which audiences live: those that tell them of customers, and the tasks. */
export function audienceModules(ctx: Ctx): AppModule[] {
  const ctxFor = (orgId: string) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId);
  const modules = [
    orgModule({ mode: 'demo' }),
    trackingModule({
      ctxFor,
      publicUrl: 'https://yuhang.bank.example',
      findByIdentity: async (_, wanted) => wanted.map(() => null),
    }),
    customersModule(),
    audiencesModule(),
    // Whoever a test speaks as is nobody of the staff, and still there.
    tasksModule(audienceTasks, async (inside, id) =>
      id === ctx.actor.id ? ctx.actor : staffActor(inside, id),
    ),
  ];
  return [...modules, { name: 'equipment', tickers: [equipBanks(modules)] }];
}

/** A bank with its dictionaries and ready groups, all of them found. */
export async function anEquippedBank(ctx: TestOrg): Promise<AppModule[]> {
  await aBank(ctx);
  const modules = audienceModules(ctx);
  await runDueJobs(ctx, modules);
  return modules;
}

/** The body of a new audience of the whole bank. */
export async function aDraft(
  ctx: Ctx,
  include: ConditionInput,
  given: Partial<AudienceDraft> & { exclude?: ConditionInput } = {},
): Promise<NonNullable<CallInput<typeof createAudience>['body']>> {
  const { exclude, ...rest } = given;
  const unitId = (await aBank(ctx)).headOffice.id;
  return {
    name: '测试客群',
    unitId,
    rule: { version: 1, include, ...(exclude ? { exclude } : {}) },
    ...rest,
  };
}
