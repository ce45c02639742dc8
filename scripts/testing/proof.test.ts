import { expect, test } from 'vitest';
import { type Catalogue, prove, unknownIds } from './proof.ts';
import type { Result } from './results.ts';

const catalogue: Catalogue = {
  capabilities: [{ key: 'ACC', name: 'Access' }],
  requirements: ['R-001', 'R-002', 'R-003', 'R-004', 'R-005'].map((id) => ({
    id,
    capability: 'ACC',
    requirement: `what ${id} asks`,
  })),
};
const result = (title: string, status: Result['status'] = 'passed'): Result => ({
  title,
  file: 'modules/org/server/staff.test.ts',
  status,
});
const provenBy = (...results: Result[]) =>
  prove(catalogue, results)
    .rows.filter((row) => row.proven)
    .map((row) => row.id);

test('a passing test proves each row that its title or its group names', () => {
  const title = 'R-001 leavers R-003, R-004: access ends at once';
  expect(provenBy(result(title))).toEqual(['R-001', 'R-003', 'R-004']);
  expect(prove(catalogue, [result(title)])).toEqual({
    rows: [
      { id: 'R-001', capability: 'ACC', proven: true, tests: [title] },
      { id: 'R-002', capability: 'ACC', proven: false, tests: [] },
      { id: 'R-003', capability: 'ACC', proven: true, tests: [title] },
      { id: 'R-004', capability: 'ACC', proven: true, tests: [title] },
      { id: 'R-005', capability: 'ACC', proven: false, tests: [] },
    ],
    proven: 3,
    total: 5,
  });
});

test('a test that failed or was skipped proves nothing', () => {
  expect(provenBy(result('R-001 x', 'failed'), result('R-002 y', 'skipped'))).toEqual([]);
});

test('a row with one passing and one failing test is not proven', () => {
  expect(provenBy(result('R-001 one half'), result('R-001 other half', 'failed'))).toEqual([]);
});

test('only whole names count', () => {
  expect(provenBy(result('CR-001 and R-0022 and XR-003'), result('R-00'))).toEqual([]);
});

test('a row that is not in the catalogue is reported', () => {
  expect(unknownIds(catalogue, [result('R-001 fine'), result('R-999 slip')])).toEqual(['R-999']);
});
