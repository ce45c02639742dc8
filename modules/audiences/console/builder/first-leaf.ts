import type { AttributeType } from '#modules/customers/contract.ts';

/** What a condition on a value of this type begins with. */
export function firstTest(type: AttributeType): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'number':
    case 'money':
      return { op: 'ge' };
    case 'text':
      return { op: 'eq' };
    case 'choice':
      return { op: 'in', values: [] };
    case 'choices':
      return { op: 'has_any', values: [] };
    case 'day':
      return { op: 'last_days', days: 30, skip: 0 };
    case 'flag':
      return { op: 'eq', value: true };
  }
}
