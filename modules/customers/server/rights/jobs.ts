import { z } from 'zod';
import { defineJob } from '#platform/server/jobs.ts';

const Order = z.object({ customerId: z.int().min(1), requestId: z.uuid() });
export type Order = z.infer<typeof Order>;

export const makeCopy = defineJob('customers.make-copy', Order);
export const eraseCustomer = defineJob('customers.erase-customer', Order);
