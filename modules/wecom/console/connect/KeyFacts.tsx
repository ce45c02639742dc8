import { Facts } from '#platform/web/page/Page.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

/** What is pasted into WeCom's form, each with its copy button. */
export function KeyFacts({
  url,
  keys,
}: {
  url: string | null;
  keys: { token: string; encodingAesKey: string } | null;
}) {
  const t = useText(text);
  return (
    <Facts
      items={[
        { label: t('address'), value: url ? <CopyText text={url} /> : t('noUrl'), wide: true },
        ...(keys
          ? [
              { label: t('token'), value: <CopyText text={keys.token} />, wide: true },
              { label: t('aesKey'), value: <CopyText text={keys.encodingAesKey} />, wide: true },
            ]
          : []),
      ]}
    />
  );
}
