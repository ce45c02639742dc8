import { savePool } from '#modules/customers/contract.ts';
import { demoRoster } from '#modules/org/server/index.ts';
import type { HeadlessBank } from '../rehearsal/headless/open-bank.ts';

/** One account of each branch looks after its customers of the long tail whom nobody looks after. */
export async function openPools({ desk, operator, ctx }: HeadlessBank): Promise<void> {
  const { units, people } = await demoRoster(ctx);
  const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
  const within = (id: string | null, top: string): boolean =>
    id === top || (id !== null && within(parents.get(id) ?? null, top));
  const rules = { tier: true, aumFrom: 20_000_000, consultation: true, complaint: true };
  for (const unit of units.filter(({ kind }) => kind === 'branch')) {
    const account = people.find(
      ({ title, unitId }) => title === '私域运营' && within(unitId, unit.id),
    );
    if (!account) continue;
    await desk.ask(operator, savePool, {
      params: { unitId: unit.id },
      body: { staffId: account.id, state: 'on', rules, version: 0 },
    });
  }
}
