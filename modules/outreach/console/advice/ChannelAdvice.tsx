import { Button } from 'antd';
import { useCall } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { adviseChannel, type Channel, channelText } from '../../contract.ts';

const text = {
  first: ['建议先用{way}', 'First: {way}'],
  asAdvised: ['{way}正适合这个客群', '{way} suits this audience'],
  take: ['改用{way}', 'Use {way}'],
} as const;

/**
 * By which way the chosen audience is best met first, and why. Where the reader chooses one way,
 * it says whether that is the one, and changes it in one step.
 */
export default function ChannelAdvice({
  audienceId,
  chosen,
  choose,
}: {
  audienceId: string;
  chosen?: Channel;
  choose?: (channel: Channel) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { data } = useCall(adviseChannel, { params: { audienceId } });
  if (!data || data.customers === 0) return null;
  const way = phrase(channelText[data.first]);
  const taken = chosen === data.first;
  return (
    <Callout
      tone={taken ? 'good' : 'note'}
      title={t(taken ? 'asAdvised' : 'first', { way })}
      action={
        choose && !taken && <Button onClick={() => choose(data.first)}>{t('take', { way })}</Button>
      }
    >
      {data.why}
    </Callout>
  );
}
