// The list of customers of a bank with three million (BENCH_CUSTOMERS): every way to look at it,
// through the HTTP door, fifteen times each. Milliseconds, the slowest of the fifteen.
import { sql } from 'kysely';
import { countCustomers, listCustomers } from '#modules/customers/contract.ts';
import { aCustomer } from '#modules/customers/server/fixtures.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { aStaff, aUnit, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { withBank } from './bank.ts';
import { figure, note, seconds } from './figure.ts';

const CUSTOMERS = Number(process.env.BENCH_CUSTOMERS ?? 3_000_000);
const AT_ONCE = 250_000;
const TRIES = 15;
const CORP = '0193a000-0000-7000-8000-000000000001';

await withBank(async (bank) => {
  const { ctx } = bank;
  const branches = [];
  const outlets: string[] = [];
  for (let b = 0; b < 5; b++) {
    const branch = await aUnit(ctx, { kind: 'branch' });
    branches.push(branch);
    for (let o = 0; o < 20; o++)
      outlets.push((await aUnit(ctx, { kind: 'outlet', parentId: branch.id })).id);
  }
  const rm = await aStaff(ctx);
  // One of a thousand looked after by this colleague; one of ten a friend of somebody.
  const spent = await seconds(() => fill(ctx, outlets, rm.id));
  note(`${CUSTOMERS} customers made in ${Math.round(spent)} s`);
  const rare = await aCustomer(ctx, {
    name: '欧阳芷若',
    identities: [{ kind: 'phone', value: '13900000001', verified: true }],
  });

  const app = await orgHttp(ctx, [customersModule()]);
  const head = await bank.person(['customers.customer.read', 'customers.unit.read']);
  const branchHead = await signedIn(ctx, {
    'customers.customer.read': [branches[2]!.id],
    'customers.unit.read': [branches[2]!.id],
  });
  const manager = await signedIn(ctx, ['customers.customer.read']);
  await sql`update customers.customer set rm_id = ${manager.staff.id}
    where org_id = ${ctx.orgId} and rm_id = ${rm.id}`.execute(ctx.db);
  await sql`analyze customers.customer, customers.relationship`.execute(ctx.db);

  const middle = String(Math.floor(CUSTOMERS / 2));
  const ask = async (path: string, query: object, headers: Record<string, string>) => {
    const params = Object.entries(query).map(([k, v]): [string, string] => [k, String(v)]);
    const url = `${path}?${new URLSearchParams(params)}`;
    const response = await app.inject({ method: 'GET', url, headers });
    if (response.statusCode !== 200) throw new Error(response.body);
    return response.json();
  };
  const list = (query: object, headers = head.headers) =>
    ask(listCustomers.path, { size: 50, ...query }, headers);
  const looks: [name: string, least: number, look: () => Promise<{ items: unknown[] }>][] = [
    ['first-page', 50, () => list({})],
    ['deep-page', 50, () => list({ cursor: middle })],
    ['one-outlet', 50, () => list({ under: outlets[33] })],
    ['branch-by-its-head', 50, () => list({}, branchHead.headers)],
    ['own-by-manager', 50, () => list({}, manager.headers)],
    ['pool', 50, () => list({ rm: 'none' })],
    ['friends', 50, () => list({ friends: 'yes', sort: 'oldest' })],
    ['name-common', 50, () => list({ q: '张伟' })],
    ['name-rare', 1, () => list({ q: '芷若' })],
    ['phone', 1, () => list({ q: '13900000001' })],
    ['nobody', 0, () => list({ q: '13900000009' })],
  ];
  for (const [name, least, look] of looks) {
    let slowest = 0;
    for (let i = 0; i < TRIES; i++) {
      let found = 0;
      const time = await seconds(async () => {
        found = (await look()).items.length;
      });
      if (found < least) throw new Error(`${name}: ${found} found, not ${least}`);
      slowest = Math.max(slowest, i === 0 ? 0 : time * 1000);
    }
    figure(`customers-list.${name}`, slowest, 'ms');
  }
  const count = await ask(countCustomers.path, {}, head.headers);
  const off = Math.abs(count.count - CUSTOMERS) / CUSTOMERS;
  if (off > 0.05) throw new Error(`the estimate is off by ${off}`);
  const time = await seconds(() => ask(countCustomers.path, {}, head.headers));
  figure('customers-list.count', time * 1000, 'ms');
  note(`customer ${rare} found among ${count.count}`);
  await app.close();
});

/** Made by the database itself, in the shape that imports and WeCom leave. */
async function fill(ctx: Ctx, outlets: readonly string[], rmId: string): Promise<void> {
  const common = await aCustomer(ctx, { name: '张伟' });
  const { grams } = await ctx.db
    .selectFrom('customers.customer')
    .select('nameGrams as grams')
    .where('customerId', '=', common)
    .executeTakeFirstOrThrow();
  const sealed = ctx.vault.encrypt('customers.customer.name', '张伟');
  const system = asSystem(ctx, ctx.orgId);
  for (let from = 0; from < CUSTOMERS; from += AT_ONCE) {
    await inTx(system, async (tx) => {
      await sql`
        insert into customers.customer (customer_id, org_id, unit_id, rm_id, state, name, name_from,
            name_grams, source, created_at, changed_at, version)
        select nextval('customers.customer_id_seq'), ${ctx.orgId}::uuid,
               (${outlets}::uuid[])[1 + (n::bigint * 7919) % ${outlets.length}::int],
               case when n % 1000 = 0 then ${rmId}::uuid
                    when n % 3 = 0 then (${outlets}::uuid[])[1 + n % ${outlets.length}::int] end,
               'active', ${sealed}, 'bank',
               case when n % 500 = 0 then ${grams}::int[]
                    else array[hashint4(n % 4000), hashint4(n % 3001)] end,
               'import', ${ctx.now()}, ${ctx.now()}, 1
          from generate_series(${from}::int, ${Math.min(from + AT_ONCE, CUSTOMERS) - 1}::int) as n`.execute(
        tx.db,
      );
    });
  }
  await sql`
    insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
        started_at, source, two_way_count)
    select customer_id, ${CORP}::uuid, 'u' || customer_id % 300, ${ctx.orgId}::uuid, null, 'active',
           ${ctx.now()}, 'scan', 0
      from customers.customer where org_id = ${ctx.orgId} and customer_id % 10 = 0`.execute(ctx.db);
  await sql`vacuum analyze customers.customer`.execute(ctx.db);
  await sql`vacuum analyze customers.relationship`.execute(ctx.db);
}
