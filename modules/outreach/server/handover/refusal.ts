import { WECOM_ERRORS } from '#protocol/wecom/errors/catalogue.ts';
import type { HandoverWait } from '../../contract/handover.ts';

/** What comes of touches whose handover WeCom has refused. */
export type AfterRefusal =
  /** They keep their place: time passes, or somebody puts right what is wrong at WeCom. */
  | { readonly step: 'wait'; readonly why: string; readonly forever: boolean }
  /** They end with this reason and are counted back. */
  | { readonly step: 'end'; readonly reason: string };

const MONTH_FULL = 41210;
const NOBODY = 41048;
/** The colleague is none, or none who may send. */
const NO_SENDER: ReadonlySet<number> = new Set([40003, 40031, 60111]);
const mendable: ReadonlySet<string> = new Set([
  ...['credential', 'permission', 'address', 'setting', 'closed'],
  ...['range', 'limit'],
]);

/** The same call would be refused again now; what matters is whether it always will be. */
export function afterRefusal(code: number): AfterRefusal {
  if (code === MONTH_FULL) {
    const why: HandoverWait = 'moments-quota';
    return { step: 'wait', why, forever: true };
  }
  if (code === NOBODY) return { step: 'end', reason: 'unreachable' };
  if (NO_SENDER.has(code)) return { step: 'end', reason: 'sender-unfit' };
  return mendable.has(WECOM_ERRORS.get(code)?.advice ?? '')
    ? { step: 'wait', why: `wecom:${code}`, forever: false }
    : { step: 'end', reason: `wecom:${code}` };
}
