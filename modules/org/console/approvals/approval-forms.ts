import type { ApprovalDetail } from '../../contract.ts';

/** Where a request of a kind is revised; each module says it for its kinds. */
const forms = new Map<string, (approval: ApprovalDetail) => string>();

/** registerApprovalForm('org.role-grant', ({ id }) => `/grants/new?approval=${id}`) */
export function registerApprovalForm(
  kind: string,
  address: (approval: ApprovalDetail) => string,
): void {
  forms.set(kind, address);
}

export const approvalForm = (approval: ApprovalDetail): string | undefined =>
  forms.get(approval.kind)?.(approval);
