import { Button, Checkbox, Form, Input, InputNumber, Radio, Select, Slider } from 'antd';
import { Suspense } from 'react';
import { listAudiences } from '#modules/audiences/contract.ts';
import {
  getProduct,
  listProducts,
  type ProductId,
  productValues,
} from '#modules/content/contract.ts';
import { listProjects } from '#modules/org/contract.ts';
import { ChannelAdvice } from '#modules/outreach/console/index.ts';
import { useCall } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  type ContentFact,
  type Definition,
  listSequences,
  type ProductLine,
  paceOf,
  productLines,
  type ValueTier,
  valueTiers,
} from '../../contract.ts';
import { percent } from '../parts.tsx';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { placesToFill } from './places.ts';
import type { Choices } from './RunSetupPage.tsx';

interface StepProps {
  readonly choices: Choices;
  readonly set: (more: Choices) => void;
}

export function WhoStep({ choices, set }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const audiences = useCall(listAudiences, { query: { size: 200, state: 'live' as never } });
  return (
    <Form layout="vertical">
      <Form.Item label={t('runName')} required htmlFor="run-name">
        <Input
          id="run-name"
          value={choices.name ?? ''}
          maxLength={60}
          onChange={(e) => set({ name: e.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('need')} required extra={t('needHint')} htmlFor="run-need">
        <Input.TextArea
          id="run-need"
          value={choices.need ?? ''}
          maxLength={300}
          autoSize={{ minRows: 2, maxRows: 4 }}
          onChange={(e) => set({ need: e.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('audience')} required htmlFor="run-audience">
        <Select
          id="run-audience"
          loading={audiences.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          {...(choices.audienceId ? { value: choices.audienceId as string } : {})}
          options={(audiences.data?.items ?? []).map((a) => ({
            value: a.id as string,
            label: t('audienceOf', { name: a.name, n: formatNumber(a.count ?? 0) }),
          }))}
          onChange={(id: string) => set({ audienceId: id as never })}
        />
      </Form.Item>
      {choices.audienceId && (
        <div className={styles.advice}>
          <Suspense fallback={null}>
            <ChannelAdvice audienceId={choices.audienceId as string} />
          </Suspense>
        </div>
      )}
      <Form.Item label={t('tiers')} extra={t('tiersHint')} htmlFor="run-tiers">
        <Select
          id="run-tiers"
          mode="multiple"
          placeholder={t('everyTier')}
          value={choices.tiers ?? []}
          options={Object.entries(valueTiers).map(([value, name]) => ({
            value: value as ValueTier,
            label: phrase(name),
          }))}
          onChange={(tiers: ValueTier[]) => set({ tiers, ...paceOf(tiers) })}
        />
      </Form.Item>
      <Checkbox
        checked={choices.followAudience ?? true}
        onChange={(e) => set({ followAudience: e.target.checked })}
      >
        {t('followAudience')}
      </Checkbox>
    </Form>
  );
}

export function WhatStep({ choices, set }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const sequences = useCall(listSequences, { query: { size: 100, usable: true as never } });
  const products = useCall(listProducts, { query: { size: 200, onSale: true as never } });
  const kinds: Record<ProductLine, readonly string[]> = {
    deposit: ['deposit', 'structured_deposit'],
    wealth: ['wealth', 'fund', 'precious_metal', 'pension'],
    insurance: ['insurance'],
  };
  const line = choices.productLine ?? 'deposit';
  return (
    <Form layout="vertical">
      <Form.Item label={t('sequence')} required htmlFor="run-sequence">
        <Select
          id="run-sequence"
          loading={sequences.isPending}
          {...(choices.sequenceId ? { value: choices.sequenceId as string } : {})}
          options={(sequences.data?.items ?? []).map((s) => ({
            value: s.id as string,
            label: `${s.name} · ${t('version', { n: s.usable })}`,
          }))}
          onChange={(id: string) => set({ sequenceId: id as never, version: undefined as never })}
        />
      </Form.Item>
      <Form.Item label={t('productLine')} required>
        <Radio.Group
          value={line}
          onChange={(e) => set({ productLine: e.target.value, productId: null })}
          optionType="button"
          options={Object.entries(productLines).map(([value, name]) => ({
            value,
            label: phrase(name),
          }))}
        />
      </Form.Item>
      <Form.Item label={t('product')} extra={t('productHint')} htmlFor="run-product">
        <Select
          id="run-product"
          allowClear
          placeholder={t('noProduct')}
          {...(choices.productId ? { value: choices.productId } : {})}
          options={(products.data?.items ?? [])
            .filter((p) => kinds[line].includes(p.kind))
            .map((p) => ({ value: p.id as string, label: p.name }))}
          onChange={(id?: string) => set({ productId: id ?? null })}
        />
      </Form.Item>
    </Form>
  );
}

export function TempoStep({ choices, set }: StepProps) {
  const t = useText(text);
  const projects = useCall(listProjects, { query: { size: 200, state: 'running' as never } });
  const share = choices.controlShare ?? 0.1;
  return (
    <Form layout="vertical">
      <Form.Item label={t('project')} required htmlFor="run-project">
        <Select
          id="run-project"
          loading={projects.isPending}
          {...(choices.projectId ? { value: choices.projectId } : {})}
          options={(projects.data?.items ?? []).map((p) => ({
            value: p.id as string,
            label: p.name,
          }))}
          onChange={(id: string) => set({ projectId: id })}
        />
      </Form.Item>
      <Form.Item label={t('startsOn')} required htmlFor="run-starts">
        <DayPicker
          id="run-starts"
          {...(choices.startsOn ? { value: choices.startsOn } : {})}
          onChange={(day: string | undefined | null) => day && set({ startsOn: day })}
        />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item label={t('intakePerDay')} htmlFor="run-intake">
          <InputNumber
            id="run-intake"
            min={1}
            value={choices.intakePerDay ?? null}
            placeholder={t('noLimit')}
            onChange={(n) => set({ intakePerDay: n ?? null })}
          />
        </Form.Item>
        <Form.Item label={t('maxPerRm')} htmlFor="run-per-rm">
          <InputNumber
            id="run-per-rm"
            min={1}
            value={choices.maxPerRm ?? null}
            placeholder={t('noLimit')}
            onChange={(n) => set({ maxPerRm: n ?? null })}
          />
        </Form.Item>
      </div>
      <Form.Item label={`${t('controlShare')} ${percent(share)}`} extra={t('controlHint')}>
        <Slider
          min={0}
          max={50}
          value={Math.round(share * 100)}
          ariaLabelForHandle={t('controlShare')}
          onChange={(n) => set({ controlShare: n / 100 })}
        />
      </Form.Item>
    </Form>
  );
}

export function WordsStep({
  choices,
  set,
  definition,
  contents,
}: StepProps & { definition: Definition; contents: readonly ContentFact[] }) {
  const t = useText(text);
  const product = useCall(
    getProduct,
    { params: { id: choices.productId as ProductId } },
    { enabled: Boolean(choices.productId) },
  ).data;
  const own = choices.productId && product ? productValues(product, product.grade) : {};
  const places = placesToFill(definition, contents, choices, own);
  const values = choices.values ?? {};
  const left = places.filter(({ name }) => !values[name]?.trim()).length;
  return (
    <Form layout="vertical">
      <Callout
        tone={left > 0 ? 'warn' : 'good'}
        action={
          left > 0 && (
            <Button
              onClick={() =>
                set({
                  values: {
                    ...Object.fromEntries(places.map(({ name, example }) => [name, example])),
                    ...Object.fromEntries(Object.entries(values).filter(([, v]) => v.trim())),
                  },
                })
              }
            >
              {t('fillExamples')}
            </Button>
          )
        }
      >
        {left > 0 ? `${t('missingPlaces', { n: left })}${t('placesHint')}` : t('filled')}
      </Callout>
      <div className={styles.places}>
        {places.map(({ name, label, example }) => (
          <Form.Item key={name} label={label} htmlFor={`place-${name}`}>
            <Input
              id={`place-${name}`}
              value={values[name] ?? ''}
              placeholder={example}
              maxLength={300}
              onChange={(e) => set({ values: { ...values, [name]: e.target.value } })}
            />
          </Form.Item>
        ))}
      </div>
    </Form>
  );
}
