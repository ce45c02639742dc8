import { expect, test } from 'vitest';
import { customerCookie } from '#modules/customers/contract.ts';
import { PHONE_COOKIE } from './simulator.ts';

test('what the simulator takes for the cookie of a phone is what customers are known by', () => {
  expect(PHONE_COOKIE).toBe(customerCookie);
});
