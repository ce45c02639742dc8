import { running } from '#modules/wecom/server/fixtures.ts';
import { aSimulator, type SimulatorProcess } from '#modules/wecom/server/test/simulator-process.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { type GivenBank, givenBank } from './given-bank.fixture.ts';

export { ledgerDifferences } from '../ledger/ledger.repo.ts';
export { contactsCounted, handoversOf, toFriends, touchesOf } from './given-bank.fixture.ts';
export { aSimulator, type SimulatorProcess };

export interface DeliveryBank extends GivenBank<TestOrg> {
  /** Moves the bank's clock and WeCom's. */
  pass(minutes: number): Promise<void>;
}

/** A bank on the test's database, with a clock that the test moves. */
export async function aDeliveryBank(
  simulator: SimulatorProcess,
  friends: Readonly<Record<string, readonly string[]>>,
  content: Parameters<typeof givenBank>[2] = {},
): Promise<DeliveryBank> {
  const ctx = running(testOrg());
  const bank = await givenBank(simulator, friends, content, ctx);
  return {
    ...bank,
    pass: async (minutes) => {
      ctx.advance(minutes);
      await bank.follow();
    },
  };
}
