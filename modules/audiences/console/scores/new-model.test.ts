import { expect, test } from 'vitest';
import { ModelDraft } from '../../contract.ts';
import { draftOf, NewModel } from './new-model.ts';

const filled = {
  name: '购买意向',
  source: 'trained' as const,
  purpose: 'marketing' as const,
  targetKind: 'event' as const,
  events: ['product.bought'],
  days: 30,
  attribute: 'wants',
  attributes: ['age_band'],
  counted: ['product.viewed'],
};

test('what does not concern the chosen kind of target is not sent', () => {
  expect(draftOf(NewModel.parse(filled)).target).toEqual({
    kind: 'event',
    events: ['product.bought'],
    days: 30,
  });
  expect(draftOf(NewModel.parse({ ...filled, targetKind: 'attribute' })).target).toEqual({
    kind: 'attribute',
    attribute: 'wants',
  });
  const uploaded = draftOf(NewModel.parse({ ...filled, source: 'uploaded' }));
  expect(ModelDraft.parse(uploaded)).toMatchObject({
    target: null,
    features: { attributes: [], events: [] },
  });
});

test('a model that is trained needs something to foretell and something to look at', () => {
  const faults = (given: object) =>
    NewModel.safeParse({ ...filled, ...given }).error?.issues.map(({ path }) => path.join('.')) ??
    [];
  expect(faults({ events: [] })).toEqual(['events']);
  expect(faults({ targetKind: 'attribute', attribute: undefined })).toEqual(['attribute']);
  expect(faults({ attributes: [], counted: [] })).toEqual(['attributes']);
  expect(faults({ source: 'uploaded', events: [], attributes: [], counted: [] })).toEqual([]);
});
