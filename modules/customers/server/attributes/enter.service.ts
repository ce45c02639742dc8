import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import {
  type AttributeContent,
  attributeErrors,
  type ShownValue,
} from '../../contract/attribute.ts';
import { demandVisible } from '../known-customers.repo.ts';
import { attributeByCode } from './attribute.service.ts';
import { shownValue } from './portrait.service.ts';
import { setAttributes, valuesOf } from './value.service.ts';

/** By hand; what the bank's own systems or the customer said stands above it. */
export async function enterAttribute(
  ctx: TxCtx,
  customerId: number,
  code: string,
  value: AttributeContent | null,
): Promise<{ value: ShownValue | null }> {
  const { unitId } = await demandVisible(ctx, customerId, 'customers.attribute.set');
  const attribute = await attributeByCode(ctx, code);
  const shown = async () => {
    const held = (await valuesOf(ctx, [customerId], [attribute])).get(customerId) ?? new Map();
    return shownValue(ctx, attribute, held);
  };
  const before = await shown();
  const { refused } = await setAttributes(ctx, [
    { customerId, code, value, source: 'manual', at: ctx.now() },
  ]);
  if (refused[0]) throw refusalOf(code, refused[0].why);
  const after = await shown();
  audit(ctx, {
    action: 'customers.attribute-set',
    subject: { kind: 'customer', id: String(customerId) },
    unitId,
    before: before && { code, shown: before.shown, source: before.source },
    after: after && { code, shown: after.shown, source: after.source },
  });
  return { value: after };
}

function refusalOf(code: string, why: string) {
  if (why === 'unknown') return attributeErrors.attributeNotFound({ code });
  if (why === 'consent') return attributeErrors.sensitiveConsent({ code });
  if (why.startsWith('C3:')) return attributeErrors.authenticationData({ found: why.slice(3) });
  return attributeErrors.attributeValue({ code, why });
}
