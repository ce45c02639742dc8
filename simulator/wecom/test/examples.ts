import { CUSTOMER_EXAMPLES } from './examples/customer.examples.ts';
import type { Make } from './examples/example.ts';
import { OTHER_EXAMPLES } from './examples/other.examples.ts';
import { SEND_EXAMPLES } from './examples/send.examples.ts';

/** One good call of every endpoint. */
export const EXAMPLES: Record<string, Make> = {
  ...CUSTOMER_EXAMPLES,
  ...SEND_EXAMPLES,
  ...OTHER_EXAMPLES,
};
