import { z } from 'zod';

/** An emptied field means: none. */
export const Schedule = z.object({
  reconcileAt: z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '写成 02:30 的样子|Write it as 02:30' })
    .optional(),
});
