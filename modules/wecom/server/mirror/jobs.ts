import { z } from 'zod';
import { defineJob } from '#platform/server/jobs.ts';
import { CorpId } from '../../contract/corp.ts';

/**
 * One turn of reading what has become stale; the next turn is given out by the ticker. Each sudden
 * death of a worker costs an attempt.
 */
export const refreshCopy = defineJob(
  'wecom.refresh-copy',
  z.object({ corpId: CorpId, holder: z.uuid() }),
  { attempts: 25 },
);
