import { z } from 'zod';
import { defineJob } from '#platform/server/jobs.ts';

const ids = z.object({ ids: z.array(z.uuid()).min(1).max(100) });

/** Gives these handovers to WeCom, or looks whether it was done. */
export const callHandovers = defineJob('outreach.call-handovers', ids, { attempts: 3 });
/** Asks WeCom what came of these handovers. */
export const readHandovers = defineJob('outreach.read-handovers', ids, { attempts: 3 });
/** Takes these back before their customers must not be reached any more. */
export const closeHandovers = defineJob('outreach.close-handovers', ids, { attempts: 3 });
