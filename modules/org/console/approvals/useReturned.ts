import type { z } from 'zod';
import { useCall } from '#platform/web/api.ts';
import { ApprovalId, getApproval } from '../../contract.ts';

/** A request that came back to its maker, to be revised in the form it was made with. */
export function useReturned<S extends z.ZodType>(id: string | null, payload: S) {
  const known = ApprovalId.safeParse(id);
  const approval = useCall(
    getApproval,
    { params: { id: known.data ?? ('' as ApprovalId) } },
    { enabled: known.success },
  );
  const revisable = approval.data?.can.revise === true ? approval.data : undefined;
  const read = revisable ? payload.safeParse(revisable.payload) : undefined;
  return {
    waiting: known.success && approval.isPending,
    id: read?.success ? revisable?.id : undefined,
    payload: read?.success ? read.data : undefined,
  };
}
