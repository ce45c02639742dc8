import { expect, test } from 'vitest';
import { customerCookie } from '#modules/customers/contract.ts';
import { workbenchCookie } from '#modules/org/contract.ts';
import { PHONE_COOKIES } from './simulator.ts';

test('what the simulator takes for the cookies of phones is what customers and RMs are known by', () => {
  expect(PHONE_COOKIES).toEqual([customerCookie, workbenchCookie]);
});
