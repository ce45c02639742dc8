import { z } from 'zod';

/** As the endpoint takes it, with the words for a form that names nobody. */
export const NewCustomer = z
  .object({
    name: z.string().trim().max(60).optional(),
    phone: z
      .string()
      .regex(/^1[3-9]\d{9}$/, { message: '请填 11 位手机号|A mainland mobile number' })
      .optional(),
    bankNo: z.string().trim().max(40).optional(),
    unitId: z.uuid(),
    rmId: z.uuid().optional(),
  })
  .refine(({ phone, bankNo }) => phone !== undefined || bankNo !== undefined, {
    path: ['phone'],
    message: '手机号与银行客户号至少填一项|Give a phone or a bank number',
  });
