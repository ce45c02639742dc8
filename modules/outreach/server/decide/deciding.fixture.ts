import { sql } from 'kysely';
import { expect } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { allow, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import type { CandidateInput } from '../../contract/touch.ts';
import {
  aCandidate,
  aCrowd,
  anOutreachBank,
  aPlan,
  type CrowdPerson,
  type OutreachBank,
} from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import type { PlanInput } from '../plans/plan.repo.ts';
import { propose } from '../touches/propose.service.ts';
import { decideDue, type Tally } from './decide.service.ts';

export interface DecidedRow {
  readonly customerId: number;
  readonly touchId: string;
  readonly itemKey: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly rule: string | null;
  readonly verdict: string | null;
  readonly mode: string | null;
  readonly until: Date | null;
  readonly staffId: string | null;
  readonly countedOn: string | null;
}

export interface Deciding {
  readonly ctx: TestOrg;
  readonly bank: OutreachBank;
  touches(planId: string): Promise<DecidedRow[]>;
  /** Proposes and decides. */
  proposing(
    planId: string,
    candidates: readonly (Partial<CandidateInput> & { customerId: number })[],
  ): Promise<Tally>;
  /** What became of one contact of a plan of its own. */
  oneOf(
    person: CrowdPerson,
    given?: Partial<CandidateInput>,
    plan?: Partial<PlanInput>,
  ): Promise<DecidedRow>;
  /** `refused CR-001`, with the ledger in order. */
  refusedBy(person: CrowdPerson, given?: Partial<CandidateInput>): Promise<string>;
}

/** A bank in which contacts are proposed and decided. */
export async function aDecidingBank(): Promise<Deciding> {
  const ctx = testOrg(allow('outreach.decision.read', 'customers.unit.read'));
  const bank = await anOutreachBank(ctx);
  const deciding: Deciding = {
    ctx,
    bank,
    touches: async (planId) => {
      const { rows } = await sql<DecidedRow>`
        select customer_id as "customerId", touch_id as "touchId", item_key as "itemKey", state,
               outcome, rule, verdict, mode, until_at as until, staff_id as "staffId",
               counted_on::text as "countedOn"
          from outreach.touch where plan_id = ${planId}
         order by customer_id, item_key, planned_at`.execute(ctx.db);
      return rows;
    },
    proposing: async (planId, candidates) => {
      await inTx(ctx, (ctx) =>
        propose(
          ctx,
          planId,
          candidates.map((c) => aCandidate(ctx, bank, c)),
        ),
      );
      return decideDue(ctx);
    },
    oneOf: async (person, given = {}, plan = {}) => {
      const [customerId] = await aCrowd(ctx, bank, [person]);
      const planId = await aPlan(ctx, bank, plan);
      await deciding.proposing(planId, [{ customerId: customerId!, ...given }]);
      const [row] = await deciding.touches(planId);
      return row!;
    },
    refusedBy: async (person, given = {}) => {
      const { state, rule } = await deciding.oneOf(person, given);
      expect(await ledgerDifferences(ctx)).toEqual([]);
      return `${state} ${rule ?? ''}`.trim();
    },
  };
  return deciding;
}

/** A moment of the bank's zone. */
export const at = (time: string, day = '2026-03-03'): Date => new Date(`${day}T${time}:00+08:00`);
/** The other way round: `2026-03-03 09:00`. */
export const local = (moment: Date): string =>
  new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** Another version of a rule, in force from now on. */
export const aRuleVersion = (
  ctx: TestOrg,
  rule: string,
  given: { version: number; on?: boolean; parameters?: object },
): Promise<unknown> =>
  sql`
    insert into compliance.rule_version (org_id, rule, version, is_on, parameters, effective_from,
      reason, made_by, created_at)
    values (${ctx.orgId}, ${rule}, ${given.version}, ${given.on ?? true},
      ${JSON.stringify(given.parameters ?? {})}::jsonb, ${ctx.now()}, '测试', '合规', ${ctx.now()})`.execute(
    ctx.db,
  );
