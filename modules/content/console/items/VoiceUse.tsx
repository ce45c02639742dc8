import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type ItemId, voiceUse } from '../../contract.ts';
import { text } from '../text.ts';

type Voice = Reply<typeof voiceUse>['voices'][number];

/** Head office's words and the RM's, side by side: sent, answered, read. */
export function VoiceUse({ id }: { id: ItemId }) {
  const t = useText(text);
  const use = useCall(voiceUse, { params: { id } });
  if (use.isPending) return null;
  const each = (n: number | null) => (n === null ? '—' : formatNumber(n));
  const columns: Column<Voice>[] = [
    { key: 'voice', title: t('use'), render: (v) => t(v.voice === 'text' ? 'official' : 'human') },
    { key: 'sent', title: t('sent'), render: (v) => formatNumber(v.sent) },
    { key: 'answered', title: t('answered'), render: (v) => formatNumber(v.answered) },
    {
      key: 'rate',
      title: t('answerRate'),
      render: (v) => (v.sent > 0 ? `${((v.answered / v.sent) * 100).toFixed(1)}%` : '—'),
    },
    { key: 'opened', title: t('opened'), render: (v) => formatNumber(v.opened) },
    { key: 'seconds', title: t('secondsEach'), render: (v) => each(v.secondsEach) },
    {
      key: 'depth',
      title: t('depthEach'),
      render: (v) => (v.depthEach === null ? '—' : `${formatNumber(v.depthEach)}%`),
    },
  ];
  const voices = use.data?.voices ?? [];
  return (
    <Section title={t('use')} hint={t('useNote', { n: use.data?.days ?? 90 })}>
      {use.isError ? (
        <ErrorNote error={use.error} retry={() => use.refetch()} />
      ) : voices.every((v) => v.sent === 0 && v.opened === 0) ? (
        <Empty small title={t('noUse')} />
      ) : (
        <Rows label={t('use')} columns={columns} rows={voices} rowKey={(v) => v.voice} />
      )}
    </Section>
  );
}
