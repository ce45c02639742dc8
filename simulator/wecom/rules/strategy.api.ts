import type { z } from 'zod';
import {
  CUSTOMER_PRIVILEGES,
  customerStrategy,
  FIXED_CUSTOMER_PRIVILEGES,
  MOMENT_PRIVILEGES,
  momentStrategy,
} from '#protocol/wecom/endpoints/strategies.ts';
import { STRATEGY_LEVELS, STRATEGY_NODES } from '#protocol/wecom/limits.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';

type Kind = 'customer' | 'moment';
type Node = { type: number; userid?: string | undefined; partyid?: number | undefined };

interface StrategyRow {
  strategy_id: number;
  parent_id: number;
  name: string;
  admins: string[];
  privilege: Record<string, boolean>;
  created_at: number;
}

/** An app knows the groups it made. */
const find = async ({ corp, app, db }: Caller, kind: Kind, id: number): Promise<StrategyRow> =>
  found(
    await row<StrategyRow>(
      db,
      `select * from strategy
        where corp_id = $1 and kind = $2 and strategy_id = $3 and agent_id = $4`,
      [corp.corpId, kind, id, app.agentId],
    ),
    60136,
  );

const nodesOf = async ({ corp, db }: Caller, id: number): Promise<string[]> =>
  (
    await rows<{ node: string }>(
      db,
      'select node from strategy_node where corp_id = $1 and strategy_id = $2 order by node',
      [corp.corpId, id],
    )
  ).map((n) => n.node);

/** `u:userid` or `p:partyid`; outside the visible range 60030. */
function nodes({ corp, app }: Caller, given: readonly Node[]): string[] {
  return given.map((n) => {
    if (n.type === 1) {
      const staff = corp.staff.get((n.userid ?? '').toLowerCase());
      demand(staff && app.sees(staff), 60030);
      return `u:${staff.userid}`;
    }
    demand(n.partyid !== undefined && app.seesDepartment(n.partyid), 60030);
    return `p:${n.partyid}`;
  });
}

/** Inside the parent: named there, or below a department named there. */
function within({ corp }: Caller, parent: readonly string[], node: string): boolean {
  if (parent.includes(node)) return true;
  const parties = parent.filter((p) => p.startsWith('p:')).map((p) => Number(p.slice(2)));
  const ids = new Set(parties.flatMap((id) => [...corp.subtree(id)]));
  if (node.startsWith('p:')) return ids.has(Number(node.slice(2)));
  const staff = corp.staff.get(node.slice(2).toLowerCase());
  return staff?.departments.some((id) => ids.has(id)) ?? false;
}

async function level(call: Caller, kind: Kind, parentId: number): Promise<number> {
  let depth = 1;
  for (let id = parentId; id; depth++) id = (await find(call, kind, id)).parent_id;
  return depth;
}

function privileges(
  kind: Kind,
  wish: Record<string, boolean> | undefined,
  parent: Record<string, boolean> | null,
): Record<string, boolean> {
  const names: readonly string[] = kind === 'customer' ? CUSTOMER_PRIVILEGES : MOMENT_PRIVILEGES;
  const fixed: readonly string[] = kind === 'customer' ? FIXED_CUSTOMER_PRIVILEGES : [];
  return Object.fromEntries(
    names.map((name) => [
      name,
      fixed.includes(name) || (parent ? (parent[name] ?? true) : (wish?.[name] ?? true)),
    ]),
  );
}

const insertNodes = ({ corp, db }: Caller, id: number, wanted: readonly string[]) =>
  run(
    db,
    `insert into strategy_node (corp_id, strategy_id, node)
     select $1, $2, n from unnest($3::text[]) n on conflict do nothing`,
    [corp.corpId, id, wanted],
  );

type Create = z.output<(typeof customerStrategy)['create']['body']>;
type Edit = z.output<(typeof customerStrategy)['edit']['body']>;

async function create(call: Caller, kind: Kind, body: Create) {
  const { corp, app, db, now } = call;
  const parent = body.parent_id ? await find(call, kind, body.parent_id) : null;
  demand((await level(call, kind, body.parent_id ?? 0)) <= STRATEGY_LEVELS, 40058, 'too deep');
  const wanted = nodes(call, body.range);
  if (parent) {
    const parentNodes = await nodesOf(call, parent.strategy_id);
    demand(
      wanted.every((n) => within(call, parentNodes, n)),
      60030,
    );
  }
  for (const admin of body.admin_list) demand(corp.staff.has(admin.toLowerCase()), 40003);
  const made = await row<{ strategy_id: number }>(
    db,
    `insert into strategy (corp_id, kind, agent_id, parent_id, name, admins, privilege, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning strategy_id`,
    [
      corp.corpId,
      kind,
      app.agentId,
      body.parent_id ?? 0,
      body.strategy_name,
      body.admin_list,
      JSON.stringify(privileges(kind, body.privilege, parent?.privilege ?? null)),
      now,
    ],
  );
  const id = made?.strategy_id ?? 0;
  await insertNodes(call, id, wanted);
  return { strategy_id: id };
}

async function edit(call: Caller, kind: Kind, body: Edit) {
  const { corp, db } = call;
  const strategy = await find(call, kind, body.strategy_id);
  const removed = (body.range_del ?? []).map((n) =>
    n.type === 1 ? `u:${n.userid}` : `p:${n.partyid}`,
  );
  await run(
    db,
    'delete from strategy_node where corp_id = $1 and strategy_id = $2 and node = any($3)',
    [corp.corpId, body.strategy_id, removed],
  );
  await insertNodes(call, body.strategy_id, nodes(call, body.range_add ?? []));
  demand((await nodesOf(call, body.strategy_id)).length <= STRATEGY_NODES, 40035);
  const privilege = strategy.parent_id
    ? strategy.privilege
    : privileges(kind, { ...strategy.privilege, ...body.privilege }, null);
  await run(
    db,
    `update strategy set name = coalesce($3, name), admins = coalesce($4, admins), privilege = $5
      where corp_id = $1 and strategy_id = $2`,
    [
      corp.corpId,
      body.strategy_id,
      body.strategy_name ?? null,
      body.admin_list ?? null,
      JSON.stringify(privilege),
    ],
  );
  return {};
}

const strategyApiOf = (kind: Kind, endpoints: typeof customerStrategy) => [
  serve(endpoints.list, async ({ corp, app, db, body, limit }) => {
    const [after = 0] = decodeCursor(`${kind}-strategies`, body.cursor) ?? [];
    const listed = await rows<{ strategy_id: number }>(
      db,
      `select strategy_id from strategy where corp_id = $1 and kind = $2 and agent_id = $3
          and strategy_id > $4 order by strategy_id limit $5`,
      [corp.corpId, kind, app.agentId, after, limit + 1],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      strategy: page,
      next_cursor: last ? encodeCursor(`${kind}-strategies`, [last.strategy_id]) : '',
    };
  }),
  serve(endpoints.get, async (call) => {
    const s = await find(call, kind, call.body.strategy_id);
    return {
      strategy: {
        strategy_id: s.strategy_id,
        parent_id: s.parent_id,
        strategy_name: s.name,
        create_time: s.created_at,
        admin_list: s.admins,
        privilege: s.privilege,
      },
    };
  }),
  serve(endpoints.range, async (call) => {
    const { body, limit } = call;
    await find(call, kind, body.strategy_id);
    const [after = 0] = decodeCursor(`${kind}-range`, body.cursor) ?? [];
    const all = await nodesOf(call, body.strategy_id);
    const start = Number(after);
    const { page, last } = pageOf(all.slice(start, start + limit + 1), limit);
    return {
      range: page.map((n) =>
        n.startsWith('u:')
          ? { type: 1, userid: n.slice(2) }
          : { type: 2, partyid: Number(n.slice(2)) },
      ),
      next_cursor: last ? encodeCursor(`${kind}-range`, [start + page.length]) : '',
    };
  }),
  serve(endpoints.create, (call) => create(call, kind, call.body)),
  serve(endpoints.edit, (call) => edit(call, kind, call.body)),
  serve(endpoints.delete, async (call) => {
    const { corp, db, body } = call;
    await find(call, kind, body.strategy_id);
    await run(db, 'delete from strategy_node where corp_id = $1 and strategy_id = $2', [
      corp.corpId,
      body.strategy_id,
    ]);
    await run(
      db,
      'delete from strategy where corp_id = $1 and (strategy_id = $2 or parent_id = $2)',
      [corp.corpId, body.strategy_id],
    );
    return {};
  }),
];

export const strategyApi = [
  ...strategyApiOf('customer', customerStrategy),
  ...strategyApiOf('moment', momentStrategy),
];
