import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { Handover } from '../../contract.ts';
import { unsuccessfulOf } from './TransferStatus.tsx';
import { text } from './text.ts';

/** How far the whole hand-over is: customers in the figures, groups beneath. */
export function HandoverFigures({ customers, groups }: Pick<Handover, 'customers' | 'groups'>) {
  const t = useText(text);
  const unit = t('persons');
  const ofGroups = (n: number) => t('ofGroups', { n });
  return (
    <StatRow>
      <Stat
        label={t('waiting')}
        value={customers.waiting}
        unit={unit}
        period={ofGroups(groups.waiting)}
        exact
      />
      <Stat
        label={t('underWay')}
        value={customers.underWay}
        unit={unit}
        period={ofGroups(groups.underWay)}
        exact
      />
      <Stat
        label={t('moved')}
        value={customers.done}
        unit={unit}
        period={ofGroups(groups.done)}
        exact
      />
      <Stat
        label={t('unsuccessful')}
        value={unsuccessfulOf(customers)}
        unit={unit}
        period={ofGroups(unsuccessfulOf(groups))}
        exact
      >
        {unsuccessfulOf(customers) > 0 && t('whyNot', customers)}
      </Stat>
    </StatRow>
  );
}
