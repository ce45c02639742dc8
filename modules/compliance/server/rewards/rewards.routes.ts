import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/rewards.ts';
import type { Refusal } from '../../contract/suitability.ts';
import { rulesAt } from '../rules/rule.service.ts';
import { grantRules, judgeGrant } from './grant.policy.ts';
import { judgeLottery, lotteryRules } from './lottery.ts';
import type { RuleRefusal } from './refusal-list.ts';
import { judgeReward, rewardRules } from './reward-design.ts';

const shown = ({ why, ...refusal }: RuleRefusal): Refusal => ({
  ...refusal,
  why: [why[0], why[1]],
});

export function rewardRoutes(app: FastifyInstance): void {
  route(app, api.checkReward, async (ctx, { body: { design, grant } }) => {
    const refusals: RuleRefusal[] = judgeReward(design, await rulesAt(ctx, rewardRules));
    const against = grant && judgeGrant(grant, grant.amount, await rulesAt(ctx, grantRules));
    return { refusals: [...refusals, ...(against ? [against] : [])].map(shown) };
  });
  route(app, api.checkLottery, async (ctx, { body: { lottery } }) => ({
    refusals: judgeLottery(lottery, await rulesAt(ctx, lotteryRules)).map(shown),
  }));
}
