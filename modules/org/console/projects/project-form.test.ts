import { expect, test } from 'vitest';
import { ProjectDraft } from '../../contract.ts';
import { ProjectForm, toDraft } from './project-form.ts';

const unit = '01a202bf-a087-7b6b-a651-ac3e437abb8e';
const pilot = {
  name: '信用卡试点',
  kind: 'credit_card',
  ownerUnitId: unit,
  startsOn: '2026-11-01',
  scope: 'pilot',
  unitIds: [unit],
  endsOn: '2026-12-31',
  budgetYuan: 1234.56,
  plannedHeadcount: 4,
};
const faults = (form: unknown) =>
  (ProjectForm.safeParse(form).error?.issues ?? []).map(({ path }) => path.join('.'));

test('R-011 a pilot is not saved without units, end, budget and people', () => {
  const { unitIds, endsOn, budgetYuan, plannedHeadcount, ...bare } = pilot;
  expect(faults(bare)).toEqual(['unitIds', 'endsOn', 'budgetYuan', 'plannedHeadcount']);
  expect(faults({ ...bare, scope: 'full' })).toEqual([]);
});

test('everything that is missing is said at once', () => {
  expect(faults({ scope: 'pilot' })).toEqual(
    expect.arrayContaining(['name', 'kind', 'ownerUnitId', 'startsOn', 'unitIds', 'endsOn']),
  );
});

test('an end before the start is refused at its field', () => {
  expect(faults({ ...pilot, endsOn: '2026-10-31' })).toEqual(['endsOn']);
});

test('what was filled in is a draft the server takes, money in fen', () => {
  const draft = toDraft(ProjectForm.parse(pilot));
  expect(ProjectDraft.parse(draft).pilot).toMatchObject({ budgetFen: 123_456 });
});

test('a full roll-out leaves the limits of a pilot behind', () => {
  expect(toDraft(ProjectForm.parse({ ...pilot, scope: 'full' })).pilot).toBeNull();
});
