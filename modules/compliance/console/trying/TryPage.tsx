import { Page } from '#platform/web/page/Page.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { TryLottery } from './TryLottery.tsx';
import { TryProtection } from './TryProtection.tsx';
import { TryReward } from './TryReward.tsx';
import { TrySuitability } from './TrySuitability.tsx';
import { text } from './text.ts';

export default function TryPage() {
  const t = useText(text);
  return (
    <Page title={t('title')} purpose={t('purpose')}>
      <TryProtection />
      <TrySuitability />
      <TryReward />
      <TryLottery />
    </Page>
  );
}
