import { say } from '#platform/contract/text.ts';
import { type RefusalCode, refusals } from '../../contract/refusal.ts';

/** Why an event was not taken, in both languages. */
export function textOf(code: RefusalCode, kind: unknown, field: string): [string, string] {
  const values = { field, kind: typeof kind === 'string' ? kind.slice(0, 60) : '?' };
  return [say(refusals[code], 'zh-CN', values), say(refusals[code], 'en', values)];
}
