import { expect, test } from 'vitest';
import * as contract from '../contract.ts';
import { AttributeForm, choicesOf, draftOf, linesOf } from './attributes/choices.ts';
import { ConsentTextForm, draftOf as consentDraft, formOf } from './consents/consent-text-form.ts';
import { customerErrorTexts } from './error-texts.ts';
import { NewCustomer } from './list/new-customer.ts';
import { addressOfView, sameFilter } from './list/view-address.ts';
import { contentOf } from './parts/entered-attribute.ts';
import { sourceName } from './parts/source-words.ts';

test('a saved view leads to the address of the list that shows the same customers', () => {
  const query = {
    under: '01890000-0000-7000-8000-000000000001',
    friends: 'no' as const,
    // From the first of March to the last, both included, in the bank's zone.
    createdFrom: '2026-02-28T16:00:00.000Z',
    createdTo: '2026-03-31T16:00:00.000Z',
  };
  expect(addressOfView(query)).toEqual({
    under: query.under,
    friends: 'no',
    created: '2026-03-01~2026-03-31',
  });
  expect(sameFilter({ ...query, sort: 'oldest' }, { ...query })).toBe(true);
  expect(sameFilter(query, { ...query, friends: 'yes' })).toBe(false);
  expect(sameFilter(query, { ...query, q: '王小' })).toBe(false);
});

test('a new customer needs a phone or a number of the bank', () => {
  const unitId = '01890000-0000-7000-8000-000000000001';
  expect(NewCustomer.safeParse({ unitId, name: '王小明' }).success).toBe(false);
  expect(NewCustomer.safeParse({ unitId, phone: '13900001234' }).success).toBe(true);
  expect(NewCustomer.safeParse({ unitId, phone: '12345' }).success).toBe(false);
});

test('amounts are entered in yuan and kept in fen, flags as yes and no', () => {
  expect(contentOf('money', 1234.56)).toBe(123_456);
  expect(contentOf('number', 12)).toBe(12);
  expect([contentOf('flag', 'yes'), contentOf('flag', 'no')]).toEqual([true, false]);
});

test('choices are written one a line and come back as they were', () => {
  const written = 'C1 保守型 Conservative\nC2 稳健型 Rather steady\n\n';
  const choices = choicesOf(written) as contract.Attribute['choices'];
  expect(choices[1]).toEqual({ code: 'C2', name: ['稳健型', 'Rather steady'] });
  expect(choicesOf(linesOf(choices))).toEqual(choices);
  const form = {
    code: 'risk_style',
    name: ['风险偏好', 'Risk style'],
    type: 'choice',
    block: 'basic',
    purposes: ['service'],
    dataClass: 'C1',
  };
  expect(AttributeForm.safeParse(form).success, 'a choice without choices').toBe(false);
  const read = AttributeForm.parse({ ...form, choices: written });
  expect(draftOf(read).choices).toEqual(choices);
  expect(AttributeForm.safeParse({ ...form, choices: '保守型' }).success).toBe(false);
});

test('a consent text names its data in both languages, line by line', () => {
  const both = ['中文', 'English'];
  const form = {
    purpose: 'marketing',
    title: both,
    body: both,
    categories: ['姓名\n手机号', 'Name\nPhone'],
    method: both,
    retention: both,
    controller: both,
    contact: both,
    rights: both,
  };
  const draft = consentDraft(ConsentTextForm.parse(form));
  expect(draft.categories).toEqual([
    ['姓名', 'Name'],
    ['手机号', 'Phone'],
  ]);
  const text = { ...draft, version: 1, state: 'draft', renews: false, approvedAt: null } as const;
  expect(formOf(text)).toMatchObject({ categories: form.categories });
  const uneven = { ...form, categories: ['姓名\n手机号', 'Name'] };
  expect(ConsentTextForm.safeParse(uneven).success).toBe(false);
});

test('every refusal of the module has words for people', () => {
  const errors = Object.entries(contract).filter(([name]) => name.endsWith('Errors'));
  const codes = errors.flatMap(([, made]) =>
    Object.keys(made as object).map((key) => `customers.${key}`),
  );
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((code) => !(code in customerErrorTexts))).toEqual([]);
});

test('where a record came from is said in words', () => {
  expect(sourceName('wecom')[0]).toBe('企业微信');
  expect(sourceName('import:个贷.xlsx')[0]).toBe('文件导入 个贷.xlsx');
  expect(sourceName('something')[0]).toBe('something');
});
