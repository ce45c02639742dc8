import { useCall } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { relativeTime } from '#platform/web/text/time.ts';
import { getAuditChain } from '../../contract.ts';
import { text } from './text.ts';

/** Whether the chain holds, in a sentence (CR-146). */
export function ChainState() {
  const t = useText(text);
  const lang = useLang();
  const now = useBusinessNow();
  const chain = useCall(getAuditChain, {}, { every: 60 });
  if (!chain.data) return null;
  const { head, verified } = chain.data;
  if (!head) return <Callout title={t('chainEmpty')} />;
  if (!verified) return <Callout title={t('chainNever')} />;
  if (!verified.ok)
    return <Callout tone="bad" title={t('chainBroken', { problem: verified.problem ?? '—' })} />;
  const since = head.seq - verified.upTo;
  return (
    <Callout
      tone="good"
      title={t('chainOk', {
        when: relativeTime(verified.at, now, lang),
        upTo: formatNumber(verified.upTo),
      })}
    >
      {since > 0 && t('chainSince', { n: formatNumber(since) })}
    </Callout>
  );
}
