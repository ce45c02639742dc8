import { markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { rows, run } from '../core/db.ts';
import type { Staff } from '../core/directory.ts';
import { demand } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Work } from '../core/sim.ts';
import { friendOf } from '../customers/customer.api.ts';

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

export const markApi = [
  serve(markCustomer, async (call) => {
    const { corp, db, body } = call;
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
  }),
];
