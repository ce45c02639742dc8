import { useCall } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { adviseChannel, channelText } from '../../contract.ts';

const text = { first: ['建议先用{way}', 'First: {way}'] } as const;

/** By which way the chosen audience is best met first, and why. */
export default function ChannelAdvice({ audienceId }: { audienceId: string }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { data } = useCall(adviseChannel, { params: { audienceId } });
  if (!data || data.customers === 0) return null;
  return (
    <Callout tone="note" title={t('first', { way: phrase(channelText[data.first]) })}>
      {data.why}
    </Callout>
  );
}
