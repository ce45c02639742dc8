import { findApprovedVersions } from '#modules/org/server/index.ts';
import { definePolicy, type Inputs, pass, refuse } from '../policy.ts';

interface Approved extends Inputs {
  readonly content: string;
  readonly version: number;
  /** The approval that let this version through; null: none did. */
  readonly approvalId: string | null;
}

/**
 * Only what a second person approved, and only in the version that was approved (CR-079). Without an
 * approval the answer is no: there is nothing to switch on.
 */
export const approvedContent = definePolicy<Approved>({
  rule: 'CR-079',
  version: 1,
  step: 'content',
  name: ['内容须经审批', 'Only approved content'],
  again: true,
  gather: async (ctx, touches) => {
    const approvals = await findApprovedVersions(
      ctx,
      touches.map(({ content: { kind, id, version } }) => ({ kind, subjectId: id, version })),
    );
    return touches.map(({ content }, i) => ({
      content: `${content.kind}:${content.id}`,
      version: content.version,
      approvalId: approvals[i] ?? null,
    }));
  },
  judge: ({ approvalId, version }) =>
    approvalId !== null
      ? pass
      : refuse([
          `内容的第 ${version} 版没有经过审批，请先提交审批`,
          `Version ${version} of the content is not approved: submit it for approval first`,
        ]),
});
