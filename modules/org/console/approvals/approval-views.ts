import { type ComponentType, lazy } from 'react';
import type { ApprovalDetail } from '../../contract.ts';

type View = ComponentType<{ approval: ApprovalDetail }>;

/** What has to be seen before a request of a kind is decided; each module shows it for its kinds. */
const views = new Map<string, { readonly permission: string; readonly View: View }>();

/** registerApprovalView('outreach.bulk-send', 'outreach.plan.read', () => import('./BulkApproval.tsx')) */
export function registerApprovalView(
  kind: string,
  permission: string,
  load: () => Promise<{ default: View }>,
): void {
  views.set(kind, { permission, View: lazy(load) });
}

export const approvalView = (kind: string) => views.get(kind);
