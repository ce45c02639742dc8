import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { AnswersHeard } from '#modules/rehearsal/contract.ts';
import { type CopiedTable, copiedTables } from './copied-tables.ts';
import { type Drawn, type DrawRequest, draw } from './draw.ts';
import { drawnChats, type RehearsedChat } from './draw-groups.ts';
import { dropOtherMonths } from './months.ts';
import type { RehearsedCustomer, RehearsedStaff } from './people-file.ts';

export interface CopyRequest extends DrawRequest {
  readonly productUrl: string;
  readonly targetUrl: string;
  /** The subject's own rows, in the order of references. */
  readonly more: readonly CopiedTable[];
  readonly now: Date;
  readonly days: number;
}

export interface Copied extends Drawn {
  readonly customers: readonly RehearsedCustomer[];
  readonly staff: readonly RehearsedStaff[];
  /** Empty unless the subject goes to group chats. */
  readonly chats: readonly RehearsedChat[];
  readonly answers: AnswersHeard;
}

/** In the place of an id that nothing has. */
const NO_AUDIENCE = '00000000-0000-0000-0000-000000000000';

/**
 * Copies what a rehearsal is given, all of it as it was at one moment. A sample is drawn by hashes, first
 * of the RMs, then of their customers, so it is one of customers and not of the oldest ones, and each
 * had the same chance.
 */
export async function copyBank(request: CopyRequest): Promise<Copied> {
  const source = await connected(request.productUrl);
  const target = await connected(request.targetUrl);
  try {
    await dropOtherMonths(target, { from: request.now, days: request.days });
    await source.query('begin isolation level repeatable read');
    const { audience, staffOfAudience } = await draw(source, request);
    for (const table of [...copiedTables, ...request.more])
      await copyTable(source, target, table, [request.orgId, request.audienceId ?? NO_AUDIENCE]);
    await target.query(
      `select setval('customers.customer_id_seq', (select coalesce(max(customer_id), 1) from customers.customer)),
              setval('customers.word_id_seq', (select greatest(
                (select coalesce(max(attribute_id), 1) from customers.attribute),
                (select coalesce(max(group_id), 1) from customers.tag_group),
                (select coalesce(max(tag_id), 1) from customers.tag),
                (select coalesce(max(rule_id), 1) from customers.tag_rule)))::int)`,
    );
    const [customers, staff] = [await peopleOf(source, request), await staffOf(source)];
    const chats = await drawnChats(source);
    await target.query('analyze');
    const answers = await answersOf(source, request.orgId);
    return { audience, staffOfAudience, customers, staff, chats, answers };
  } finally {
    await source.query('rollback').catch(() => {});
    await Promise.all([source.end(), target.end()]);
  }
}

async function copyTable(
  source: pg.Client,
  target: pg.Client,
  { table, rows, instead = {} }: CopiedTable,
  values: readonly string[],
): Promise<void> {
  const found = await source.query(
    `select quote_ident(attname) as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const columns = found.rows.map(({ name }) => name as string);
  const chosen = columns.map((name) => (name in instead ? instead[name] : `t.${name}`)).join(', ');
  const where =
    rows === 'bank'
      ? 't.org_id = $1'
      : rows === 'customers'
        ? 't.customer_id in (select customer_id from rehearsed)'
        : rows.where;
  // COPY takes no parameters; both are ids that the contract has checked.
  const condition = where.replace(/\$(\d)/g, (_, n) =>
    source.escapeLiteral(values[Number(n) - 1] ?? ''),
  );
  await pipeline(
    source.query(copyTo(`copy (select ${chosen} from ${table} t where ${condition}) to stdout`)),
    target.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`)),
  );
}

/** What the simulated people are made from: never a name, a number or an address. */
async function peopleOf(
  source: pg.Client,
  { orgId, now }: CopyRequest,
): Promise<RehearsedCustomer[]> {
  const { rows } = await source.query(
    `select c.customer_id as "customerId", s.nth as "rmNth",
            max(v.day) filter (where a.code = 'birth_date')::text as "birthDate",
            max(v.words[1]) filter (where a.code = 'age_band') as "ageBand",
            max(v.words[1]) filter (where a.code = 'gender') as gender,
            max(coalesce(v.number::text, v.words[1])) filter (where a.code = 'payday') as payday,
            max(v.number) filter (where a.code = 'salary') as salary,
            max(v.number) filter (where a.code = 'aum') as aum,
            max(v.words[1]) filter (where a.code = 'risk_level') as risk,
            coalesce(bool_or(v.number = 1) filter (where a.code = 'payroll'), false) as payroll,
            coalesce(bool_or(v.number = 1) filter (where a.code = 'social_security_card'), false) as "socialSecurity",
            r.started_at as "friendSince",
            exists (select from customers.identity i
                     where i.customer_id = c.customer_id and i.kind = 'phone') as "hasPhone"
       from rehearsed c
       left join lateral (
         select staff_id, started_at from customers.relationship r
          where r.customer_id = c.customer_id and r.state = 'active' and r.staff_id is not null
          order by (r.staff_id = c.rm_id) desc, r.started_at limit 1) r on true
       left join rehearsed_staff s on s.id = coalesce(r.staff_id, c.rm_id)
       left join customers.attribute_value v on v.customer_id = c.customer_id
       left join customers.attribute a on a.attribute_id = v.attribute_id and a.org_id = $1
      group by c.customer_id, s.nth, r.started_at
      order by c.customer_id`,
    [orgId],
  );
  return rows.map((row) => ({ ...row, rmNth: row.rmNth === null ? null : Number(row.rmNth), now }));
}

/** A bank that has no WeCom yet may well have an archive with it; one that has WeCom has it or not. */
export async function answersOf(source: pg.Client, orgId: string): Promise<AnswersHeard> {
  const { rows } = await source.query(
    `select exists (select from wecom.corp where org_id = $1) as connected,
            exists (select from wecom.archive where org_id = $1) as archived`,
    [orgId],
  );
  const { connected, archived } = rows[0];
  return archived ? 'archive' : connected ? 'no' : 'supposed';
}

async function staffOf(source: pg.Client): Promise<RehearsedStaff[]> {
  const { rows } = await source.query(
    `select s.nth::int as nth, u.code as outlet, u.name as "outletName",
            dense_rank() over (order by u.id)::int as outlet_nth
       from rehearsed_staff s join org.staff p on p.id = s.id
       join org.unit u on u.org_id = p.org_id and u.id = p.unit_id order by s.nth`,
  );
  return rows.map(({ outlet_nth, ...row }) => ({ ...row, department: outlet_nth + 1 }));
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'yuhang-rehearsal' });
  client.on('error', () => {});
  await client.connect();
  return client;
}
