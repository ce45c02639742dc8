import type { FastifyInstance } from 'fastify';
import { dayOf } from '#platform/server/holidays.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/protected.ts';
import { rulesAt } from '../rules/rule.service.ts';
import { judgeProtected, protectedRules } from './protected.policy.ts';

export function protectedRoutes(app: FastifyInstance): void {
  route(app, api.checkProtected, async (ctx, { body: { person, dealing } }) => {
    const rules = await rulesAt(ctx, protectedRules);
    const found = judgeProtected(person, dealing, rules, dayOf(ctx.now()));
    return {
      allowed: found === null,
      refusal: found && { ...found, why: [found.why[0], found.why[1]] as [string, string] },
    };
  });
}
