import { consentFor, headsOf } from '#modules/customers/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { GroupInvites, Invites } from '../../contract/invite.ts';
import { workbenchErrors } from '../../contract/item.ts';
import * as repo from './invite.repo.ts';

const MOST = 500;
const SHOWN = 100;

/** The caller's groups with those to invite, those invited and those who came. */
export async function listInvites(ctx: Ctx): Promise<Invites> {
  const groups = await repo.groupsLedBy(ctx, ctx.actor.id);
  const all: GroupInvites[] = [];
  for (const group of groups) all.push(await invitesOf(ctx, group));
  return {
    now: ctx.now().toISOString(),
    groups: all.filter(({ customers }) => customers.length > 0),
  };
}

async function invitesOf(ctx: Ctx, group: repo.OwnGroup): Promise<GroupInvites> {
  const rows = await consenting(ctx, await repo.candidatesFor(ctx, ctx.actor.id, group, MOST));
  const shown = rows.slice(0, SHOWN);
  const heads = new Map(
    (
      await headsOf(
        ctx,
        shown.map((row) => row.customerId),
        { unseen: true },
      )
    ).map((head) => [head.id as number, head]),
  );
  const count = (state: string) => rows.filter((row) => stateOf(row) === state).length;
  return {
    ...group,
    open: count('open'),
    invited: count('invited'),
    joined: count('joined'),
    customers: shown.map((row) => ({
      id: row.customerId,
      name: heads.get(row.customerId)?.name ?? null,
      state: stateOf(row),
      invitedAt: row.invitedAt?.toISOString() ?? null,
      joinedAt: row.joinedAt?.toISOString() ?? null,
    })),
  };
}

/** Without consent to group chats nobody is to be invited; whoever was before stays in sight. */
async function consenting(ctx: Ctx, rows: readonly repo.Candidate[]): Promise<repo.Candidate[]> {
  const agreed = await consentFor(
    ctx,
    rows.map((row) => row.customerId),
    'marketing',
    'group',
  );
  return rows.filter((row) => row.invitedAt !== null || agreed.has(row.customerId));
}

const stateOf = ({ invitedAt, joinedAt }: repo.Candidate) =>
  joinedAt ? 'joined' : invitedAt ? 'invited' : 'open';

export async function markInvited(
  ctx: Ctx,
  wanted: { corpId: string; chatId: string; customerId: number; invited: boolean },
): Promise<Invites> {
  return inTx(ctx, async (ctx) => {
    const { corpId, chatId, customerId, invited } = wanted;
    const own = await repo.groupsLedBy(ctx, ctx.actor.id);
    const group = own.find((one) => one.corpId === corpId && one.chatId === chatId);
    const rows = group ? await repo.candidatesFor(ctx, ctx.actor.id, group, MOST) : [];
    const row = (await consenting(ctx, rows)).find((one) => one.customerId === customerId);
    if (!row) throw workbenchErrors.notYourCustomer({ customerId });
    await (invited ? repo.putInvite(ctx, wanted) : repo.dropInvite(ctx, wanted));
    audit(ctx, {
      action: 'workbench.group-invited',
      subject: { kind: 'customer', id: String(customerId) },
      after: { chatId, group: group!.name, invited },
    });
    return listInvites(ctx);
  });
}
