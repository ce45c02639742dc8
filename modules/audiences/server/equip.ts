import { createHash } from 'node:crypto';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Equipment } from '#platform/server/module.ts';
import { Rule } from '../contract/rule.ts';
import { insertAudience } from './audience/audience.repo.ts';
import { orderBuild } from './audience/build.task.ts';
import { findHeadOffice } from './audience/head-office.repo.ts';
import { readyAudiences } from './ready-audiences.ts';
import { addSignals } from './scores/standing/signal.repo.ts';
import { startingSignals } from './scores/standing/starting-signals.ts';
import { ruleHash } from './words/read-rule.service.ts';

/** Gives a bank the ready groups it has not got; what it made of its own stays. */
async function bring(ctx: TxCtx): Promise<void> {
  await addSignals(ctx, startingSignals);
  const unitId = await findHeadOffice(ctx);
  if (!unitId) return;
  for (const { code, name, rule } of readyAudiences) {
    const id = newId(ctx.now());
    const parsed = Rule.parse(rule);
    const inserted = await insertAudience(ctx, {
      id,
      name: name[0],
      description: null,
      kind: 'rule',
      state: 'building',
      purpose: 'marketing',
      unitId,
      ready: code,
      rule: parsed,
      ruleHash: ruleHash(parsed),
    });
    if (inserted) await orderBuild(ctx, { id, name: name[0], ruleVersion: 1 }, false);
  }
}

export const audiencesEquipment: Equipment = {
  version: createHash('sha256')
    .update(JSON.stringify([readyAudiences, startingSignals]))
    .digest('hex')
    .slice(0, 16),
  bring,
};
