import { Checkbox, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { Phrase } from '#platform/contract/text.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import {
  type ConditionKind,
  checkReward,
  conditionKinds,
  type RewardDesign,
  type rewardKinds,
} from '../../contract.ts';
import { Answer } from './Answer.tsx';
import { productKinds } from './product-kinds.ts';
import { text } from './text.ts';
import styles from './try.module.css';

const words: Readonly<Record<(typeof rewardKinds)[number], Phrase>> = {
  points: ['积分', 'Points'],
  coupon: ['优惠券', 'Coupon'],
  gift: ['实物礼品', 'Gift'],
  cash: ['现金', 'Cash'],
  chance: ['抽奖机会', 'A chance in a draw'],
  service: ['服务权益', 'A service'],
};

export function TryReward() {
  const t = useText(text);
  const phrase = usePhrase();
  const [kinds, setKinds] = useState<ConditionKind[]>(['quiz']);
  const [design, setDesign] = useState<Omit<RewardDesign, 'conditions'>>({
    ...{ reward: 'coupon', referralLevels: 0, product: null, koc: false },
  });
  const [grant, setGrant] = useState({ amount: 50, day: 0, year: 0 });
  const fen = (yuan: number) => Math.round(yuan * 100);
  const body = useSettled(
    {
      design: { ...design, conditions: kinds.map((kind) => ({ kind, product: null })) },
      grant: {
        amount: fen(grant.amount),
        day: fen(grant.day),
        month: fen(grant.day),
        year: fen(Math.max(grant.year, grant.day)),
        sharedWith: 0,
        ownAccount: null,
      },
    },
    200,
  );
  const check = useCall(checkReward, { body }, { keep: true });
  return (
    <Section title={t('rewards')} hint={t('rewardsHint')}>
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
      <div className={styles.fields}>
        <Select
          aria-label={t('rewardKind')}
          value={design.reward}
          onChange={(reward) => setDesign({ ...design, reward })}
          options={Object.entries(words).map(([value, name]) => ({ value, label: phrase(name) }))}
        />
        <Select
          aria-label={t('product')}
          allowClear
          placeholder={t('noProduct')}
          value={design.product}
          onChange={(product) => setDesign({ ...design, product: product ?? null })}
          options={productKinds.map(([value, name]) => ({ value, label: phrase(name) }))}
        />
        <InputNumber
          aria-label={t('levels')}
          prefix={t('levels')}
          min={0}
          max={10}
          value={design.referralLevels}
          onChange={(n) => setDesign({ ...design, referralLevels: n ?? 0 })}
        />
        {(
          [
            ['amount', 'amount'],
            ['day', 'grantDay'],
            ['year', 'grantYear'],
          ] as const
        ).map(([key, label]) => (
          <InputNumber
            key={key}
            aria-label={t(label)}
            prefix={t(label)}
            min={0}
            max={1_000_000}
            value={grant[key]}
            onChange={(n) => setGrant({ ...grant, [key]: n ?? 0 })}
          />
        ))}
      </div>
      <div className={styles.flags}>
        <Checkbox
          checked={design.koc}
          onChange={(event) => setDesign({ ...design, koc: event.target.checked })}
        >
          {t('koc')}
        </Checkbox>
      </div>
      <Answer refusals={check.data?.refusals} error={check.error} />
    </Section>
  );
}
