import { getAuditChain, listApprovals, listGrants, listProjects } from '#modules/org/contract.ts';
import { listImports } from '#platform/contract/import.ts';
import { readSystem } from '#platform/contract/system.ts';
import { useCall } from '#platform/web/api.ts';
import { useMay } from '#platform/web/person.ts';
import { troublesOf } from '../system/troubles.ts';
import type { Waiting } from './todo.ts';

const EVERY = 30;
const SHOWN = 5;

/** What waits for this person, asked of every capability they may use. */
export function useWaiting(): { waiting: Waiting; pending: boolean; error: unknown } {
  const may = useMay();
  const decides = may('org.approval.decide');
  const chain = useCall(getAuditChain, {}, { enabled: may('org.audit.read'), every: 60 });
  const system = useCall(readSystem, {}, { enabled: may('platform.system.read'), every: EVERY });
  const toDecide = useCall(
    listApprovals,
    { query: { box: 'to_decide', size: SHOWN, sort: 'dueAt' } },
    { enabled: decides, every: EVERY },
  );
  const returned = useCall(
    listApprovals,
    { query: { box: 'mine', state: 'returned', size: SHOWN } },
    { every: EVERY },
  );
  const projects = useCall(
    listProjects,
    { query: { attention: 'true', size: SHOWN } },
    { enabled: may('org.project.manage'), every: EVERY },
  );
  const reviews = useCall(
    listGrants,
    { query: { reviewDue: 'true', state: 'active', size: 1 } },
    { enabled: may('org.role.manage'), every: 300 },
  );
  const imports = useCall(
    listImports,
    { query: { state: 'ready,mapping', size: SHOWN } },
    { enabled: may('platform.import.run'), every: EVERY },
  );
  const asked = [
    decides && toDecide,
    returned,
    may('org.project.manage') && projects,
    may('platform.import.run') && imports,
  ].filter((one) => one !== false);
  return {
    waiting: {
      troubles: system.data ? troublesOf(system.data, Date.now()).length : 0,
      chainBroken: chain.data?.verified?.ok === false,
      toDecide: toDecide.data ?? { items: [], total: 0 },
      returned: returned.data?.items ?? [],
      projects: projects.data?.items ?? [],
      reviewsDue: reviews.data?.total ?? 0,
      imports: imports.data?.items ?? [],
    },
    pending: asked.some((one) => one.isPending),
    error: asked.find((one) => one.isError && !one.data)?.error ?? null,
  };
}
