import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import type { CorpHealth } from '../../contract.ts';
import { text } from './text.ts';

export function HealthFigures({ health, span }: { health: CorpHealth; span: string }) {
  const t = useText(text);
  const period =
    span === '168' ? t('days') : span === '1' ? t('hour') : t('hours', { n: Number(span) });
  const { calls, callbacks } = health;
  const total = calls.reduce((sum, call) => sum + call.total, 0);
  const done = calls.reduce((sum, call) => sum + (call.outcomes.ok ?? 0), 0);
  const last = callbacks.lastReceivedAt;
  return (
    <StatRow>
      <Stat label={t('calls')} value={total} unit={t('callsUnit')} period={period} />
      <Stat
        label={t('success')}
        value={total === 0 ? null : Math.floor((done / total) * 1000) / 10}
        unit="%"
        period={period}
        exact
      />
      <Stat label={t('notDone')} value={total - done} unit={t('callsUnit')} period={period} />
      <Stat
        label={t('waiting')}
        value={callbacks.received}
        unit={t('callbacksUnit')}
        period={last ? t('lastCallback', { when: formatTime(last, 'minute') }) : t('noCallback')}
      />
      <Stat
        label={t('unknown')}
        value={callbacks.unknown}
        unit={t('callbacksUnit')}
        period={t('kept')}
      />
    </StatRow>
  );
}
