import { z } from 'zod';
import { defineEvent } from '#platform/contract/event.ts';

/** A rule has another version, which holds from then on. */
export const ruleChanged = defineEvent(
  'compliance.rule-changed',
  z.object({ rule: z.string(), version: z.int(), effectiveFrom: z.iso.datetime() }),
);
