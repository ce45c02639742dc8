import { Page } from '#platform/web/page/Page.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { Overlap } from './Overlap.tsx';
import { text } from './text.ts';

export default function OverlapPage() {
  const t = useText(text);
  return (
    <Page title={t('title')} purpose={t('purpose')}>
      <Overlap />
    </Page>
  );
}
