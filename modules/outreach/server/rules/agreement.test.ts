import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { usesOf } from '#modules/compliance/server/index.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { gateSteps } from '../../contract/gate.ts';
import { asked } from '../decide/gather.repo.ts';
import { firstSaid, saysOf } from '../decide/judged.repo.ts';
import { sayWhatIsAsked } from '../explain/asked-rules.ts';
import { policies } from '../policies/index.ts';
import { anyBasis, anyFacts } from './agreement.fixture.ts';
import type { Basis } from './basis.ts';
import { columnsOf, type Facts, factNames, factTypes, readFacts } from './facts.ts';
import { judge } from './judge.ts';
import type { Policy } from './policy.ts';
import { untilSql } from './settle.ts';

interface Said {
  said: string | null;
  until: Date | null;
  each: Record<string, string | null>;
}

const idOf = (n: number) =>
  `${(n * 7_919).toString(16).padStart(8, '0')}-0000-8000-8000-000000000000`;
const plannedAt = new Date('2026-03-02T04:00:00Z');

/** What the set says of many facts on one basis: each rule by itself, the first, and until when. */
async function askSet(
  ctx: TestOrg,
  rules: readonly Policy[],
  basis: Basis,
  facts: readonly Facts[],
): Promise<Said[]> {
  const f = columnsOf('f');
  const about = asked(rules, basis);
  const row = sql.join([
    sql`n int`,
    ...factNames.map((name) => sql.raw(`"${name}" ${factTypes[name]}`)),
  ]);
  const each = about.flatMap((policy) => [sql.lit(policy.key), policy.judgeSql(f, basis)]);
  const { rows } = await sql<Said>`
    select f.said, ${untilSql(sql`says.wait`, f, sql`f.touch_id`, basis)} as until, f.each
      from (select f.*, (lpad(to_hex(f.n * 7919), 8, '0') || '-0000-8000-8000-000000000000')::uuid as touch_id,
                   ${firstSaid(about, f, basis)} as said,
                   ${each.length > 0 ? sql`jsonb_build_object(${sql.join(each)})` : sql`'{}'::jsonb`} as each
              from jsonb_to_recordset(${JSON.stringify(facts.map((one, n) => ({ n, ...one })))}::jsonb)
                     as f (${row})) f
      cross join ${saysOf(about, basis, sql`f.said`)}
     order by f.n`.execute(ctx.db);
  return rows;
}

/** Where the set and the single evaluator differ; of each rule by itself, of all in order, of the time. */
async function differences(
  ctx: TestOrg,
  rules: readonly Policy[],
  basis: Basis,
  facts: readonly Facts[],
  planted: readonly Policy[] = rules,
): Promise<string[]> {
  const set = await askSet(ctx, planted, basis, facts);
  return facts.flatMap((one, n) => {
    const told = set[n]!;
    const single = judge(rules, one, { touchId: idOf(n), plannedAt }, basis);
    const differ = asked(rules, basis).flatMap((policy) => {
      const code = policy.judge(one, basis);
      return code === (told.each[policy.key] ?? null) ? [] : [policy.key];
    });
    const said = single.deciding ? `${single.deciding.policy.key}:${single.deciding.code}` : null;
    if (said !== told.said) differ.push('first');
    if (single.outcome === 'deferred' && single.until?.getTime() !== told.until?.getTime())
      differ.push('until');
    return differ;
  });
}

const BASES = 100;
const FACTS = 1_000;

describe('a rule says the same of a set and of one', () => {
  test('R-148 set and single evaluators agree on 100,000 random contacts, nulls and boundary times included', async () => {
    const ctx = testOrg();
    const spoken = new Set<string>();
    for (const [i, basis] of fc.sample(anyBasis, { numRuns: BASES, seed: 20_261_122 }).entries()) {
      const facts = fc.sample(anyFacts, { numRuns: FACTS, seed: i });
      expect(await differences(ctx, policies, basis, facts), JSON.stringify(basis)).toEqual([]);
      for (const policy of asked(policies, basis))
        for (const one of facts)
          if (policy.judge(one, basis) !== null) {
            spoken.add(policy.key);
            break;
          }
    }
    // A trial in which a rule never objects proves nothing about it.
    expect([...spoken].toSorted()).toEqual(policies.map(({ key }) => key).toSorted());
  }, 300_000);

  test('a mistake planted in any rule is noticed', async () => {
    const ctx = testOrg();
    const bases = fc.sample(anyBasis, { numRuns: 60, seed: 7 });
    for (const policy of policies) {
      // Lets pass what it should stop, and the other way round.
      const planted = policies.map((p) =>
        p.key === policy.key ? { ...p, judgeSql: () => sql<string | null>`null::text` } : p,
      );
      let noticed = false;
      for (const [i, basis] of bases.entries()) {
        if (!policy.about(basis)) continue;
        const facts = fc.sample(anyFacts, { numRuns: 200, seed: i });
        if ((await differences(ctx, policies, basis, facts, planted)).includes(policy.key)) {
          noticed = true;
          break;
        }
      }
      expect(noticed, policy.key).toBe(true);
    }
  }, 300_000);

  test('the order of checks is that of the law book: who, whether they agreed, what, when, how often', () => {
    const order = [
      ...['scope', 'consent', 'opt_out', 'protected_persons', 'suitability', 'content', 'lexicon'],
      ...['disclosures', 'hours', 'frequency', 'platform_quota', 'arbitration'],
    ];
    expect(gateSteps).toEqual(order);
    const steps = policies.map(({ step }) => order.indexOf(step));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  test('every rule of compliance by which a contact is refused is shown as one that the product checks, and stands in no decision when it is switched off', () => {
    sayWhatIsAsked();
    const off = (basis: Basis): ReadonlySet<string> =>
      new Set(Object.values(basis.rules).flatMap(({ id, on }) => (on ? [] : [id])));
    // Nothing is switched on without an approval: the version that was approved is what there is to say.
    const always = new Set(['CR-079']);
    const cited = new Set<string>();
    for (const [i, basis] of fc.sample(anyBasis, { numRuns: 150, seed: 21 }).entries())
      for (const facts of fc.sample(anyFacts, { numRuns: 40, seed: i }))
        for (const policy of asked(policies, basis)) {
          const code = policy.judge(facts, basis);
          if (code === null || policy.step === 'lexicon' || policy.step === 'disclosures') continue;
          const { rule } = policy.codes(basis)[code]!;
          cited.add(rule);
          if (!always.has(rule)) expect(off(basis), `${policy.key} ${code}`).not.toContain(rule);
        }
    const ofCompliance = [...cited].filter((rule) => rule.startsWith('CR-'));
    expect(ofCompliance.length).toBeGreaterThan(25);
    expect(ofCompliance.filter((rule) => usesOf(rule).length === 0)).toEqual([]);
  });

  test('the record of a decision has a place for every fact, of its kind and in its order', async () => {
    const { rows } = await sql<{ name: string; type: string }>`
      select a.attname as name, format_type(a.atttypid, null) as type
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'outreach' and c.relname = 'facts' and not a.attisdropped
       order by a.attnum`.execute(testOrg().db);
    const short: Record<string, string> = {
      'timestamp with time zone': 'timestamptz',
      integer: 'int',
      'double precision': 'float8',
    };
    expect(rows.map(({ name, type }) => [name, short[type] ?? type])).toEqual(
      Object.entries(factTypes),
    );
  });

  test('a decision replays: judged again on what was recorded, it is the same', () => {
    for (const basis of fc.sample(anyBasis, { numRuns: 50, seed: 3 }))
      for (const facts of fc.sample(anyFacts, { numRuns: 50, seed: 4 })) {
        const timing = { touchId: idOf(5), plannedAt };
        const recorded = JSON.parse(JSON.stringify({ basis, facts }));
        const kept = Object.fromEntries(
          Object.entries(recorded.facts).filter(([, value]) => value !== null),
        );
        const first = judge(policies, facts, timing, basis);
        const again = judge(policies, readFacts(kept), timing, recorded.basis);
        expect(again.outcome).toBe(first.outcome);
        expect(again.deciding?.code).toBe(first.deciding?.code);
        expect(again.until).toEqual(first.until);
      }
  });
});
