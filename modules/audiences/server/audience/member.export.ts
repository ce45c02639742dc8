import { clearHeadsOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { defineExport } from '#platform/server/exports/definition.ts';
import { audienceErrors, MembersOf } from '../../contract/audience.ts';
import { requireAudience } from './audience.service.ts';
import { findMembers } from './member.repo.ts';
import { MEMBERS } from './member.service.ts';
import { findFrozen, findSnapshot } from './snapshot.repo.ts';

const EXPORT = 'customers.customer.export';
const AT_ONCE = 1_000;

/** Members as a file: masked, or in the clear once a second person has said so (CR-039). */
export const memberExport = defineExport({
  kind: 'audiences.member',
  permission: EXPORT,
  name: ['客群成员', 'members of an audience'],
  columns: [
    { key: 'id', name: ['客户编号', 'Customer'] },
    { key: 'name', name: ['姓名', 'Name'], mask: 'name' },
    { key: 'phone', name: ['手机', 'Phone'], mask: 'phone' },
    { key: 'bankNo', name: ['银行客户号', 'Bank customer number'], mask: 'account' },
    { key: 'unit', name: ['机构', 'Unit'] },
    { key: 'rm', name: ['客户经理', 'Looked after by'] },
    { key: 'since', name: ['进入时间', 'Since'] },
  ],
  query: MembersOf,
  maxRows: 1_000_000,
  async *rows(ctx, query) {
    for await (const members of membersOf(ctx, query)) {
      const since = new Map(members.map((one) => [one.customerId, one.since]));
      const heads = await clearHeadsOf(ctx, [...since.keys()], EXPORT);
      yield heads.map((head) => ({
        id: head.customerId,
        name: head.clearName,
        phone: head.phone,
        bankNo: head.bankNo,
        unit: head.unitName,
        rm: head.rmName,
        since: since.get(head.customerId)?.toISOString() ?? '',
      }));
    }
  },
});

async function* membersOf(
  ctx: Ctx,
  query: MembersOf,
): AsyncGenerator<{ customerId: number; since: Date | null }[]> {
  const next = await reader(ctx, query);
  for (let after = 0; ; ) {
    const members = await next(after);
    if (members.length > 0) yield members;
    if (members.length < AT_ONCE) return;
    after = members.at(-1)!.customerId;
  }
}

/** The next members after a number, of an audience the caller may look into. */
async function reader(ctx: Ctx, query: MembersOf) {
  if ('audienceId' in query) {
    await requireAudience(ctx, query.audienceId, MEMBERS);
    return (after: number) => findMembers(ctx, query.audienceId, after, AT_ONCE);
  }
  const { snapshotId } = query;
  const snapshot = await findSnapshot(ctx, snapshotId);
  if (!snapshot) throw audienceErrors.snapshotNotFound({ id: snapshotId });
  await requireAudience(ctx, snapshot.audienceId, MEMBERS);
  return async (after: number) =>
    (await findFrozen(ctx, snapshotId, after, AT_ONCE)).map((customerId) => ({
      customerId,
      since: null,
    }));
}
