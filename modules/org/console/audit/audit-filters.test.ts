import { expect, test } from 'vitest';
import { readAuditFilters, writeAuditFilters } from './audit-filters.ts';

test('what is looked for stands in the address and is read back', () => {
  const chosen = { dates: ['2026-11-01~2026-11-22'], action: ['org.signed-in', 'org.signed-out'] };
  const search = writeAuditFilters(chosen, '季度', 120);
  expect(readAuditFilters(search)).toEqual({ chosen, q: '季度', before: 120 });
});

test('another question begins at the newest entry, and nonsense in the address is ignored', () => {
  expect(writeAuditFilters({}, '').toString()).toBe('');
  expect(readAuditFilters(new URLSearchParams('before=x&page=3&action='))).toEqual({
    chosen: {},
    q: '',
    before: undefined,
  });
});
