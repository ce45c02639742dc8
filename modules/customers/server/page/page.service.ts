import { maskValue } from '#platform/contract/sensitive.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type CustomerPage, customerErrors } from '../../contract/customer.ts';
import type { Identity, IdentityKind, IdentityRule } from '../../contract/identity.ts';
import type { CustomerId } from '../../contract/ids.ts';
import type { MergeProposal } from '../../contract/merge.ts';
import type {
  EndedBy,
  Relationship,
  RelationshipSource,
  RelationshipState,
} from '../../contract/relationship.ts';
import { consentsOf } from '../consents/consent.service.ts';
import { clearHeads, headsOf, maskedHead, requireVisible } from '../customers/head.service.ts';
import { identityRows } from '../identities/identity.repo.ts';
import { VALUE_PLACE } from '../identities/identity-key.ts';
import { type ProposalReason, proposalRows } from '../identities/proposal.repo.ts';
import { mergeViews, type Owned } from '../merge/merge.service.ts';
import { relationshipViews } from '../relationships/relationship.repo.ts';
import { strengthOf } from '../relationships/strength.ts';
import { groupsOfCustomer } from './group.repo.ts';
import { activitiesOf, productsOf } from './taken-part.service.ts';

/** Everything about one customer in one place: who they are, how the bank knows, and with whom. */
export async function showCustomer(ctx: Ctx, owned: Owned, id: CustomerId): Promise<CustomerPage> {
  const [row] = await requireVisible(ctx, [id]);
  if (!row) throw customerErrors.customerNotFound({ id });
  const [clear] = await clearHeads(ctx, [row]);
  return {
    head: maskedHead(clear!),
    mergedInto: row.mergedInto as CustomerId | null,
    identities: await identitiesOf(ctx, id),
    relationships: await relationshipsOf(ctx, id),
    groups: (await groupsOfCustomer(ctx, id)).map((group) => ({
      ...group,
      joinedAt: group.joinedAt.toISOString(),
    })),
    activities: await activitiesOf(ctx, id),
    products: await productsOf(ctx, id),
    consents: ctx.actor.permissions.has('customers.consent.read')
      ? await consentsOf(ctx, id)
      : null,
    merges: await mergeViews(ctx, owned, id),
    proposals: await proposalsOf(ctx, { state: 'open', customerId: id, limit: 20 }),
  };
}

async function identitiesOf(ctx: Ctx, id: number): Promise<Identity[]> {
  return Promise.all(
    (await identityRows(ctx, [id])).map(async (row) => ({
      kind: row.kind as IdentityKind,
      scope: row.scope,
      value:
        row.value ??
        maskValue(
          row.kind === 'phone' ? 'phone' : 'account',
          await ctx.vault.decrypt(VALUE_PLACE, row.sealed!),
        ),
      rule: row.rule as IdentityRule,
      confidence: row.confidence,
      verified: row.verified,
      source: row.source,
      at: row.at.toISOString(),
    })),
  );
}

export async function relationshipsOf(ctx: Ctx, id: number): Promise<Relationship[]> {
  const now = ctx.now();
  return (await relationshipViews(ctx, id)).map((row) => ({
    corpId: row.corpId,
    userid: row.userid,
    staff: row.staffNumber
      ? { id: row.staffId!, number: row.staffNumber, name: row.staffName! }
      : null,
    state: row.state as RelationshipState,
    startedAt: row.startedAt.toISOString(),
    source: row.source as RelationshipSource,
    channel: row.channel,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy as EndedBy | null,
    lastTwoWayAt: row.lastTwoWayAt?.toISOString() ?? null,
    twoWayCount: row.twoWayCount,
    strength: strengthOf(row, now),
  }));
}

/** Only pairs of which the caller sees both. */
export async function proposalsOf(
  ctx: Ctx,
  filter: Parameters<typeof proposalRows>[1],
): Promise<MergeProposal[]> {
  const rows = await proposalRows(ctx, filter);
  const ids = [...new Set(rows.flatMap((row) => [row.customerId, row.otherId]))];
  const heads = new Map((await headsOf(ctx, ids)).map((head) => [head.id as number, head]));
  return rows.flatMap((row) => {
    const [customer, other] = [heads.get(row.customerId), heads.get(row.otherId)];
    if (!customer || !other) return [];
    const side = ({ id, name, phone, bankNo, unit }: typeof customer) => ({
      id,
      name,
      phone,
      bankNo,
      unitName: unit.name,
    });
    return [
      {
        customer: side(customer),
        other: side(other),
        reasons: row.reasons as unknown as (ProposalReason & {
          rule: IdentityRule;
          kind: IdentityKind;
        })[],
        confidence: row.confidence,
        state: row.state as MergeProposal['state'],
        foundAt: row.foundAt.toISOString(),
      },
    ];
  });
}
