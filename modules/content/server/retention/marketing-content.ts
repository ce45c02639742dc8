import { createHash } from 'node:crypto';
import { deleteApprovals, findRefusedApprovals } from '#modules/org/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { Purged, RecordKind } from '#platform/server/retention.ts';
import { releaseKind } from '../../contract/item.ts';
import { personaChangeKind } from '../../contract/persona.ts';
import { productChangeKind } from '../../contract/product.ts';
import { scriptChangeKind } from '../../contract/script.ts';
import { templateChangeKind } from '../../contract/template.ts';
import { type Outlived, takeDecided, takeVersions } from './outlived.repo.ts';

const KINDS = [
  releaseKind,
  scriptChangeKind,
  personaChangeKind,
  templateChangeKind,
  productChangeKind,
];

/** What was said, who approved it and when: three years after it was last in use (CR-089, CR-138). */
export const marketingContentKept: RecordKind = {
  name: 'marketing_content',
  title: ['营销内容各版本与审核记录', 'Versions of what was said, and who approved them'],
  basis: [
    '《广告法》第34条：广告发布档案；发布结束后三年',
    'Advertising Law art. 34: archive of what was published; three years after its end',
  ],
  days: 1096,
  least: 1096,
  most: 3653,
  time: 'business',
  of: 'bank',
  purge: purgeContent,
};

async function purgeContent(ctx: TxCtx, before: Date, limit: number): Promise<Purged> {
  const versions = await takeVersions(ctx, before, limit);
  const decided = await takeDecided(ctx, before, limit - versions.length);
  const gone = [...versions, ...decided];
  const decisions = await deleteApprovals(
    ctx,
    gone.flatMap(({ approvalId }) => approvalId ?? []),
  );
  const refused = await deleteApprovals(
    ctx,
    await findRefusedApprovals(ctx, KINDS, before, limit - gone.length),
  );
  return {
    count: gone.length + refused,
    proof: {
      ...{ versions: versions.length, decided: decided.length },
      ...{ approvals: decisions + refused },
      which: gone.slice(0, 200).map(({ of, version }) => `${of}/${version}`),
      sha256: digestOf(gone),
    },
  };
}

/** Of everything that went, so that a copy kept elsewhere can be told to be the same. */
function digestOf(gone: readonly Outlived[]): string {
  const hash = createHash('sha256');
  for (const { of, version, said } of gone) hash.update(JSON.stringify([of, version, said]));
  return hash.digest('hex');
}
