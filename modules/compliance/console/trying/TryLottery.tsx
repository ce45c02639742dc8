import { Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import {
  type ConditionKind,
  checkLottery,
  conditionKinds,
  type PrizeNotice,
  prizeNotice,
} from '../../contract.ts';
import { Answer } from './Answer.tsx';
import { text } from './text.ts';
import styles from './try.module.css';

export function TryLottery() {
  const t = useText(text);
  const phrase = usePhrase();
  const [prize, setPrize] = useState({
    name: '空气炸锅',
    value: 399,
    quantity: 2 as number | null,
  });
  const [told, setTold] = useState(Object.keys(prizeNotice) as PrizeNotice[]);
  const [kinds, setKinds] = useState<ConditionKind[]>(['check_in']);
  const [flags, setFlags] = useState({ onTheSpot: false, showsWinners: false, seeded: true });
  const body = useSettled(
    {
      lottery: {
        prizes: [{ ...prize, odds: null }],
        notice: Object.fromEntries(told.map((key) => [key, '已写明'])),
        conditions: kinds.map((kind) => ({ kind, product: null })),
        ...flags,
      },
    },
    200,
  );
  const check = useCall(checkLottery, { body }, { keep: true });
  return (
    <Section title={t('lottery')} hint={t('lotteryHint')}>
      <div className={styles.fields}>
        <Input
          aria-label={t('prizeName')}
          prefix={t('prizeName')}
          maxLength={60}
          value={prize.name}
          onChange={(event) => setPrize({ ...prize, name: event.target.value })}
        />
        <InputNumber
          aria-label={t('prizeValue')}
          prefix={t('prizeValue')}
          min={0}
          max={10_000_000}
          value={prize.value}
          onChange={(n) => setPrize({ ...prize, value: n ?? 0 })}
        />
        <InputNumber
          aria-label={t('quantity')}
          prefix={t('quantity')}
          min={1}
          precision={0}
          value={prize.quantity}
          onChange={(quantity) => setPrize({ ...prize, quantity })}
        />
      </div>
      <Select
        mode="multiple"
        aria-label={t('conditions')}
        placeholder={t('conditions')}
        value={kinds}
        onChange={setKinds}
        options={Object.entries(conditionKinds).map(([value, name]) => ({
          value,
          label: phrase(name),
        }))}
      />
      <Select
        mode="multiple"
        aria-label={t('told')}
        placeholder={t('told')}
        value={told}
        onChange={setTold}
        options={Object.entries(prizeNotice).map(([value, name]) => ({
          value,
          label: phrase(name),
        }))}
      />
      <div className={styles.flags}>
        {(['onTheSpot', 'showsWinners', 'seeded'] as const).map((key) => (
          <Checkbox
            key={key}
            checked={flags[key]}
            onChange={(event) => setFlags({ ...flags, [key]: event.target.checked })}
          >
            {t(key)}
          </Checkbox>
        ))}
      </div>
      <Answer refusals={check.data?.refusals} error={check.error} />
    </Section>
  );
}
