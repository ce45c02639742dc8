import { expect, test } from 'vitest';
import { valuesOf } from '../parameters.ts';
import { makePopulation } from './population.ts';

const values = valuesOf();
const today = '2026-11-23';
const rms = [{ userid: 'zhang' }, { userid: 'li' }];

test('customers who exist keep what is known of them, and the rest is made up the same each time', () => {
  const given = [
    { person: 'p1', unionid: 'u1', rm: 'li', age: 71, gender: 2 as const, friendForDays: 30 },
    { person: 'p2', rm: 'zhang', payday: 25, income: 12_000, friendForDays: null },
  ];
  const make = () => makePopulation({ customers: given, rms, seed: 'a', today }, values).customers;
  const [old, paid] = make();
  expect(old).toMatchObject({
    person: 'p1',
    unionid: 'u1',
    rm: 'li',
    age: 71,
    gender: 2,
    customerGroup: 'social_security',
    friendForDays: 30,
  });
  expect(old!.birthday.slice(0, 4)).toBe('1955');
  expect(paid).toMatchObject({
    customerGroup: 'payroll',
    payday: 25,
    income: 12_000,
    rm: 'zhang',
    friendForDays: null,
  });
  expect(make()).toEqual([old, paid]);
});

test('who else is given changes nothing about a customer', () => {
  const one = { person: 'p9', age: 40 };
  const alone = makePopulation({ customers: [one], rms, seed: 'a', today }, values).customers[0]!;
  const among = makePopulation(
    { customers: [{ person: 'p1' }, one], rms, seed: 'a', today },
    values,
  ).customers[1]!;
  // The bank's number and the phone count customers; all else is theirs alone.
  expect({ ...among, number: '', phone: '' }).toEqual({ ...alone, number: '', phone: '' });
});
