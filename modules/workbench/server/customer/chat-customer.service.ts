import { customerByIdentity, headsOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { workbenchErrors } from '../../contract/item.ts';
import { corpsOfBank } from './friendship.repo.ts';

/** The customer of the open chat, when the caller may see them. */
export async function chatCustomer(
  ctx: Ctx,
  { externalUserid, corp }: { externalUserid: string; corp?: string | undefined },
): Promise<{ customerId: number }> {
  const corps = (await corpsOfBank(ctx)).filter(({ corpid }) => !corp || corpid === corp);
  for (const { id } of corps) {
    const customerId = await customerByIdentity(ctx, 'external_userid', id, externalUserid);
    const [head] = customerId === null ? [] : await headsOf(ctx, [customerId]);
    if (head) return { customerId: head.id };
  }
  throw workbenchErrors.notYourCustomer({ externalUserid });
}
