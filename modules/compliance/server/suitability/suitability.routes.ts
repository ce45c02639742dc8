import type { FastifyInstance } from 'fastify';
import { dayOf } from '#platform/server/holidays.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/suitability.ts';
import { rulesAt } from '../rules/rule.service.ts';
import { judgeSuitability, suitabilityRules } from './suitability.policy.ts';

export function suitabilityRoutes(app: FastifyInstance): void {
  route(app, api.checkSuitability, async (ctx, { body: { customer, product } }) => {
    const rules = await rulesAt(ctx, suitabilityRules);
    const found = judgeSuitability(customer, product, rules, dayOf(ctx.now()));
    return {
      suitable: found === null,
      refusal: found && { ...found, why: [found.why[0], found.why[1]] as [string, string] },
    };
  });
}
