import { markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { rows, run } from '../core/db.ts';
import { demand } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import { friendOf } from '../customers/customer.api.ts';

export const markApi = [
  serve(markCustomer, async (call) => {
    const { corp, db, body } = call;
    const { staff, relationship } = await friendOf(call, body.userid, body.external_userid);
    const { add_tag = [], remove_tag = [] } = body;
    const known = await rows<{ tag_id: string }>(
      db,
      'select tag_id from tag where corp_id = $1 and tag_id = any($2) and not deleted',
      [corp.corpId, add_tag],
    );
    demand(known.length === new Set(add_tag).size, 40068);
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
