import { expect, test } from 'vitest';
import {
  ownCancelRequest,
  ownConsents,
  ownCopy,
  ownData,
  ownDeleteTag,
  ownGive,
  ownRequest,
  ownSession,
  ownSignOut,
  ownWithdraw,
} from '../contract/own.ts';
import { getCertificate } from '../contract/rights.ts';
import { certificatePath, ownPaths } from './own-api.ts';

const contract = {
  ownCancelRequest,
  ownConsents,
  ownCopy,
  ownData,
  ownDeleteTag,
  ownGive,
  ownRequest,
  ownSession,
  ownSignOut,
  ownWithdraw,
};

test('the phone asks where the contract says', () => {
  for (const [name, [method, path]] of Object.entries(ownPaths)) {
    const endpoint = contract[name as keyof typeof ownPaths];
    expect([name, method, path]).toEqual([name, endpoint.method, endpoint.path]);
    expect([name, endpoint.permission]).toEqual([name, 'customer']);
  }
  expect(certificatePath).toBe(getCertificate.path);
});
