import type { Effect } from '#protocol/wecom/errors/outcome.ts';
import { mayResend, mayResendBlindly, outcomeOf } from '#protocol/wecom/errors/outcome.ts';
import type { CallOutcome } from '../../contract/health.ts';
import type { Answer } from './send.ts';

/**
 * What an answer means for the call.
 * - `ok`, `refused`: settled
 * - `token`: the credential was refused, not the call
 * - `throttled`: too fast; nothing was done
 * - `busy`: answered that it cannot now; nothing was done, or doing it twice does no harm
 * - `unanswered`: no answer; nothing was done, or doing it twice does no harm
 * - `unknown`: it may have been done, and a second sending would do it twice
 */
export function judge(effect: Effect, answer: Answer): CallOutcome {
  switch (answer.kind) {
    case 'file':
      return 'ok';
    case 'not-sent':
      return 'unanswered';
    case 'no-answer':
      return mayResendBlindly(effect) ? 'unanswered' : 'unknown';
    case 'answer': {
      const outcome = outcomeOf(answer.errcode);
      if (outcome === 'permanent') return 'refused';
      if (outcome === 'busy') return mayResend(answer.errcode, effect) ? 'busy' : 'unknown';
      return outcome;
    }
  }
}
