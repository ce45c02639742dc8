import { checkContent, worst } from '#modules/compliance/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { DraftCheck } from '../../contract/item.ts';
import type { Script } from '../../contract/script.ts';
import { mastersOf } from '../products/masters.ts';

/** What is said in private and what is said in a group is asked for other things; service, no marketing. */
export async function checkScript(
  ctx: Ctx,
  { lines }: Script,
): Promise<Pick<DraftCheck, 'level' | 'findings'>> {
  const findings: DraftCheck['findings'] = [];
  for (const [i, { place, text }] of lines.entries()) {
    const { findings: found } = await checkContent(ctx, text, {
      place: place === 'private' ? 'one_to_one' : 'group',
      purpose: 'service',
      nature: [],
      products: [],
      masters: await mastersOf(ctx, [], text),
      source: '',
      variables: {},
    });
    findings.push(...found.map((f) => ({ ...f, field: `lines.${i}.text` })));
  }
  return { level: worst(findings.map((f) => f.level)), findings };
}
