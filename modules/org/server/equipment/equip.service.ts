import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import type { AppModule, Ticker } from '#platform/server/module.ts';
import { findUnequipped, lockUnequipped, noteEquipped } from './equipment.repo.ts';

/**
 * Gives banks what the modules of this version bring: a new bank all of it, an older one what it
 * lacks. Each module in a transaction of its own, so one that cannot be brought holds up no other.
 */
export function equipBanks(modules: readonly AppModule[]): Ticker {
  const wanted = modules.flatMap(({ name, equipment }) =>
    equipment ? [{ module: name, ...equipment }] : [],
  );
  const failed = new Set<string>();
  return {
    name: 'org.equip-banks',
    run: async (ctx) => {
      const missing = await findUnequipped(ctx, wanted, 200);
      const due = missing.filter(({ orgId, module }) => !failed.has(`${orgId}/${module}`));
      for (const { orgId, module } of due) {
        const equipment = wanted.find((w) => w.module === module)!;
        try {
          await bring(asSystem(ctx, orgId), equipment);
        } catch (err) {
          failed.add(`${orgId}/${module}`);
          ctx.log.error({ err, orgId, module }, 'a bank could not be given what a module brings');
        }
      }
      return due.length;
    },
  };
}

function bring(
  ctx: Ctx,
  { module, version, bring }: { module: string } & NonNullable<AppModule['equipment']>,
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    if (!(await lockUnequipped(ctx, module, version))) return;
    await bring(ctx);
    await noteEquipped(ctx, module, version);
    audit(ctx, {
      action: 'org.bank-equipped',
      subject: { kind: 'bank', id: ctx.orgId },
      after: { module, version },
    });
  });
}
