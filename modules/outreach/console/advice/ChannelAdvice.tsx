import { Button } from 'antd';
import { useCall } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { adviseChannel, type Channel, channelText } from '../../contract.ts';

const text = {
  first: ['建议先用{way}', 'First: {way}'],
  take: ['改用{way}', 'Use {way}'],
} as const;

/** By which way the chosen audience is best met first, and why; one press takes it. */
export default function ChannelAdvice(props: {
  audienceId: string;
  channel?: string | undefined;
  take?: (channel: Channel) => void;
}) {
  const { audienceId, channel, take } = props;
  const t = useText(text);
  const phrase = usePhrase();
  const { data } = useCall(adviseChannel, { params: { audienceId } });
  if (!data || data.customers === 0) return null;
  const way = phrase(channelText[data.first]);
  return (
    <Callout
      tone="note"
      title={t('first', { way })}
      action={
        take &&
        channel !== data.first && (
          <Button onClick={() => take(data.first)}>{t('take', { way })}</Button>
        )
      }
    >
      {data.why}
    </Callout>
  );
}
