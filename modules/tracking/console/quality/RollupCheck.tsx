import { App as AntApp, Button } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type Quality, startRollupCheck } from '../../contract.ts';
import { text } from './text.ts';

/** Whether the sums are what the events say, and what to do when not. */
export function RollupCheck({ check, days }: Pick<Quality, 'check' | 'days'>) {
  const t = useText(text);
  const may = useMay();
  const { message } = AntApp.useApp();
  const start = useChange(startRollupCheck);
  const range = { from: days[0]!.day, to: days.at(-1)!.day };
  const begin = async (mend: boolean) => {
    await start.mutateAsync({ body: { ...range, mend } });
    message.success(t('started'));
  };
  const wrong = check !== null && check.wrongRows > 0 && !check.mended;
  return (
    <Section
      title={t('check')}
      hint={t('checkHint')}
      actions={
        may('tracking.rollup.check') && (
          <>
            {wrong && (
              <Button type="primary" loading={start.isPending} onClick={() => begin(true)}>
                {t('mend', { n: days.length })}
              </Button>
            )}
            <Button loading={start.isPending} onClick={() => begin(false)}>
              {t('run', { n: days.length })}
            </Button>
          </>
        )
      }
    >
      {check === null ? <p>{t('checkNone')}</p> : <Result check={check} wrong={wrong} />}
    </Section>
  );
}

function Result({ check, wrong }: { check: NonNullable<Quality['check']>; wrong: boolean }) {
  const t = useText(text);
  const { from, to } = check;
  const sentence =
    check.wrongRows === 0
      ? t('checkRight', { from, to, events: formatNumber(check.events) })
      : t(check.mended ? 'checkMended' : 'checkWrong', {
          from,
          to,
          rows: formatNumber(check.wrongRows),
        });
  return (
    <p>
      <Status kind={wrong ? 'warning' : 'done'}>{sentence}</Status> <DateTime at={check.at} />
    </p>
  );
}
