import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inScope, mayAt, narrowed } from './scope.ts';
import { allow, testOrg } from './test/test-org.ts';

const path = fc
  .array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 })
  .map((s) => (s.length === 0 ? '/' : `/${s.join('/')}/`));

test('CR-142 a query and a single check agree on what lies in a scope', async () => {
  const org = testOrg();
  await fc.assert(
    fc.asyncProperty(fc.array(path, { maxLength: 3 }), path, async (scopes, row) => {
      const ctx = org.as({ permissions: allow({ 'notes.read': scopes }) });
      const found = await ctx.db
        .selectFrom(sql<{ path: string }>`(select ${row}::text as path)`.as('unit'))
        .select('path')
        .where(inScope(ctx, 'notes.read', 'unit.path'))
        .execute();
      expect(found.length === 1).toBe(mayAt(ctx, 'notes.read', row));
    }),
    { numRuns: 60 },
  );
});

test('CR-142 branch 1 is not branch 12', () => {
  const ctx = testOrg().as({ permissions: allow({ 'notes.read': ['/1/'] }) });
  expect(mayAt(ctx, 'notes.read', '/1/5/')).toBe(true);
  expect(mayAt(ctx, 'notes.read', '/12/')).toBe(false);
});

test('choosing a unit narrows a scope and never widens it', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 4 }), path, path, (scopes, chosen, row) => {
      const before = scopes.some((s) => row.startsWith(s));
      const after = (narrowed(new Map([['p', scopes]]), chosen).get('p') ?? []).some((s) =>
        row.startsWith(s),
      );
      return after === (before && row.startsWith(chosen));
    }),
  );
});
