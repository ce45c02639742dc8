import { Section } from '#platform/web/page/Page.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { type CorpSync, mirrorKindText } from '../../contract.ts';
import { text } from './text.ts';

export function CopyCounts({ sync }: { sync: CorpSync }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { counts, lastFull } = sync;
  const when = lastFull?.endedAt
    ? t('lastFull', { when: formatTime(lastFull.endedAt, 'minute') })
    : t('noFull');
  const period = (kind: string, parts: number | null) => {
    if (parts === null) return when;
    if (kind === 'customers') return t('relationships', { n: formatNumber(parts) });
    return kind === 'groups' ? t('members', { n: formatNumber(parts) }) : when;
  };
  return (
    <Section title={t('copy')} hint={when}>
      <StatRow>
        {counts.map(({ kind, count, parts }) => (
          <Stat
            key={kind}
            label={phrase(mirrorKindText[kind])}
            value={count}
            unit={t('unit')}
            period={period(kind, parts)}
            exact
          />
        ))}
      </StatRow>
    </Section>
  );
}
