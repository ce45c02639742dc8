import { z } from 'zod';
import type { AttributeContent, AttributeType } from '../../contract.ts';

/** As a form holds it: amounts in yuan. */
export const EnteredAttribute = z.object({
  code: z.string(),
  value: z.union([z.number(), z.string().min(1), z.boolean(), z.array(z.string()).min(1)]),
});

/** As the product keeps it: amounts in fen. */
export function contentOf(
  type: AttributeType,
  value: z.infer<typeof EnteredAttribute>['value'],
): AttributeContent {
  if (type === 'money' && typeof value === 'number') return Math.round(value * 100);
  if (type === 'flag') return value === 'yes' || value === true;
  return value;
}
