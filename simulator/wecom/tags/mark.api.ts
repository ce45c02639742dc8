import { markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { rows, run } from '../core/db.ts';
import type { Staff } from '../core/directory.ts';
import { demand } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Work } from '../core/sim.ts';
import { friendOf } from '../customers/customer.api.ts';
import { IS_FRIEND } from '../customers/relationship.store.ts';
import { contactStaff } from '../staff/find.ts';

/** Tags of a rule group are for its members. */
async function inStrategy({ corp, db }: Work, id: number, staff: Staff): Promise<boolean> {
  const found = await rows<{ node: string }>(
    db,
    'select node from strategy_node where corp_id = $1 and strategy_id = $2',
    [corp.corpId, id],
  );
  return found.some(({ node }) =>
    node.startsWith('u:')
      ? node.slice(2) === staff.userid
      : staff.departments.some((d) => corp.subtree(Number(node.slice(2))).has(d)),
  );
}

interface Change {
  readonly external_userid: string;
  readonly add_tag?: readonly string[];
  readonly remove_tag?: readonly string[];
}

/** The whole change as one statement, where nothing is wrong with it. False: something may be. */
async function markAtOnce(
  { corp, db }: Work,
  staff: Staff,
  { external_userid, add_tag = [], remove_tag = [] }: Change,
): Promise<boolean> {
  const changed = await run(
    db,
    `update relationship r set tag_ids = array(
            select id from unnest(r.tag_ids || $4::text[]) with ordinality u(id, n)
             where n > cardinality(r.tag_ids) or id <> all($5::text[])
             group by id order by min(n))
      where corp_id = $1 and userid = $2 and external_userid = $3 and ${IS_FRIEND}
        and cardinality(r.tag_ids) + cardinality($4::text[]) <= $6
        and $7 = (select count(*) from tag t join tag_group g using (corp_id, group_id)
                   where t.corp_id = $1 and t.tag_id = any($4) and not t.deleted
                     and g.strategy_id is null)`,
    [
      ...[corp.corpId, staff.userid, external_userid, add_tag, remove_tag],
      ...[corp.settings.tagsPerCustomer, new Set(add_tag).size],
    ],
  );
  return changed === 1;
}

export const markApi = [
  serve(
    markCustomer,
    async (call) => {
      const { corp, db, body } = call;
      if (await markAtOnce(call, contactStaff(call, body.userid), body)) return {};
      const { staff, relationship } = await friendOf(call, body.userid, body.external_userid);
      const { add_tag = [], remove_tag = [] } = body;
      const known = await rows<{ tag_id: string; strategy_id: number | null }>(
        db,
        `select t.tag_id, g.strategy_id from tag t join tag_group g using (corp_id, group_id)
          where t.corp_id = $1 and t.tag_id = any($2) and not t.deleted`,
        [corp.corpId, add_tag],
      );
      demand(known.length === new Set(add_tag).size, 40068);
      for (const { strategy_id } of known)
        if (strategy_id) demand(await inStrategy(call, strategy_id, staff), 81011);
      const kept = relationship.tag_ids.filter((id) => !remove_tag.includes(id));
      const next = [...new Set([...kept, ...add_tag])];
      demand(next.length <= corp.settings.tagsPerCustomer, 40144);
      await run(
        db,
        `update relationship set tag_ids = $4
          where corp_id = $1 and userid = $2 and external_userid = $3`,
        [corp.corpId, staff.userid, body.external_userid, next],
      );
      return {};
    },
    { oneStatement: true },
  ),
];
