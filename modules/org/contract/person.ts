import { z } from 'zod';

/** Who did something: a member of staff, or the product itself (`system`). */
export const PersonRef = z.object({ id: z.string(), name: z.string() });
export type PersonRef = z.infer<typeof PersonRef>;
