import { z } from 'zod';
import { defineJob } from '#platform/server/jobs.ts';

/** How many pushes one job takes at most. */
export const PUSHES_AT_ONCE = 200;

/** Pushes that were stored together. A replay is worked on whatever came of it before. */
export const processCallbacks = defineJob(
  'wecom.process-callbacks',
  z.object({
    callbackIds: z.array(z.uuid()).min(1).max(PUSHES_AT_ONCE),
    replay: z.boolean().default(false),
  }),
  { attempts: 8 },
);
