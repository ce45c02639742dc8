import { z } from 'zod';
import { defineJob } from '#platform/server/jobs.ts';

/** A replay is worked on whatever came of it before. */
export const processCallback = defineJob(
  'wecom.process-callback',
  z.object({ callbackId: z.uuid(), replay: z.boolean().default(false) }),
  { attempts: 8 },
);
