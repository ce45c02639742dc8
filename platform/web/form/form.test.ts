import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { memoryShelf } from '../store.ts';
import { draftKey, dropDraft, isChanged, readDraft, writeDraft } from './draft.ts';
import { type Issue, issuesByField, issueText } from './issue-text.ts';

const monday = new Date('2026-11-16T02:00:00Z');
const days = (n: number) => new Date(monday.getTime() + n * 86_400_000);
const key = draftKey('p1', 'org.staff', '3');

describe('a draft', () => {
  test('is there again after the page was closed', () => {
    const shelf = memoryShelf();
    writeDraft(shelf, key, { name: '林若溪', note: undefined }, monday);
    expect(readDraft(shelf, key, days(3))).toEqual({
      savedAt: monday.toISOString(),
      values: { name: '林若溪' },
    });
    dropDraft(shelf, key);
    expect(readDraft(shelf, key, days(3))).toBeNull();
  });

  test('belongs to one person, one form, one version of what is edited', () => {
    const shelf = memoryShelf();
    writeDraft(shelf, key, { name: 'a' }, monday);
    expect(readDraft(shelf, draftKey('p2', 'org.staff', '3'), monday)).toBeNull();
    expect(readDraft(shelf, draftKey('p1', 'org.staff', '4'), monday)).toBeNull();
  });

  test('is forgotten after four weeks, and at once when it cannot be read', () => {
    const shelf = memoryShelf();
    writeDraft(shelf, key, { name: 'a' }, monday);
    expect(readDraft(shelf, key, days(28))).toBeNull();
    shelf.setItem(key, '{"savedAt":');
    expect(readDraft(shelf, key, monday)).toBeNull();
    expect(shelf.getItem(key)).toBeNull();
  });

  test('never holds a password or a code', () => {
    const shelf = memoryShelf();
    writeDraft(
      shelf,
      key,
      { name: 'a', password: 'x', newPassword: 'x', clientSecret: 'x', code: '1' },
      monday,
    );
    expect(shelf.getItem(key)).not.toContain('x');
    expect(readDraft(shelf, key, monday)?.values).toEqual({ name: 'a' });
  });

  test('CR-032 never holds a phone number or an address of a person', () => {
    const shelf = memoryShelf();
    writeDraft(shelf, key, { name: 'a', phone: '13800000000', email: 'a@bank.cn' }, monday);
    expect(readDraft(shelf, key, monday)?.values).toEqual({ name: 'a' });
  });

  test('does not stop the typing when the shelf is full', () => {
    const full = {
      ...memoryShelf(),
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect(() => writeDraft(full, key, { name: 'a' }, monday)).not.toThrow();
  });
});

test('an emptied field is an untouched one', () => {
  expect(isChanged({}, { name: '' })).toBe(false);
  expect(isChanged({ name: 'a' }, { name: '' })).toBe(true);
  expect(isChanged({ a: 1, b: [1] }, { b: [1], a: 1 })).toBe(false);
  expect(isChanged({ b: [1] }, { b: [1, 2] })).toBe(true);
});

describe('what a schema objects to is said to the person at the field', () => {
  const said = (schema: z.ZodType, input: unknown) => {
    const result = z
      .object({ field: schema })
      .safeParse(input === undefined ? {} : { field: input });
    const issue = result.error?.issues[0] as unknown as Issue;
    return issueText({ input, ...issue })[0];
  };
  test.each([
    [z.string(), undefined, '请填写'],
    [z.string().min(1), '', '请填写'],
    [z.string().min(4), 'abc', '至少 4 个字'],
    [z.string().max(3), 'abcd', '最多 3 个字'],
    [z.number(), 'abc', '请填写数字'],
    [z.int().min(100), 7, '不能小于 100'],
    [z.int().max(9), 10, '不能大于 9'],
    [z.number().gt(0), 0, '应大于 0'],
    [z.array(z.string()).min(1), [], '请至少选择一项'],
    [z.array(z.string()).max(1), ['a', 'b'], '最多选择 1 项'],
    [z.enum(['a', 'b']), undefined, '请选择'],
    [z.enum(['a', 'b']), 'c', '请从列出的选项中选择'],
    [z.email(), 'wang', '邮箱格式不对，例如 name@bank.com'],
    [z.string().regex(/^\d+$/), 'x', '格式不对'],
    [z.int().multipleOf(5), 7, '应为 5 的倍数'],
    [z.string().refine((v) => v !== 'x', { message: '不能是 x|Not x' }), 'x', '不能是 x'],
    [z.string().refine((v) => v !== 'x'), 'x', '内容不符合要求'],
  ])('%#', (schema, input, words) => {
    expect(said(schema, input)).toBe(words);
  });

  test('the server names the rule without its parameters', () => {
    const issue = { code: 'too_small', path: ['name'], message: '' };
    expect(issueText(issue)[0]).toBe('太短或太小');
  });

  test('a field shows its first complaint', () => {
    const issues = [
      { code: 'too_small', path: ['a', 0], message: '1' },
      { code: 'too_big', path: ['a', 0], message: '2' },
      { code: 'custom', path: ['b'], message: '3' },
    ];
    const found = issuesByField(issues);
    expect([...found.keys()]).toEqual(['a.0', 'b']);
    expect(found.get('a.0')?.message).toBe('1');
  });
});
