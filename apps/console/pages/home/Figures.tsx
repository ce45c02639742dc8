import { listApprovals, listProjects, listStaff } from '#modules/org/contract.ts';
import { listTasks } from '#platform/contract/task.ts';
import { useCall } from '#platform/web/api.ts';
import { useMay } from '#platform/web/person.ts';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

/** How things stand in numbers: only those this person may see. */
export function Figures() {
  const t = useText(text);
  const may = useMay();
  const decides = may('org.approval.decide');
  const one = { size: 1 } as const;
  const approvals = useCall(
    listApprovals,
    { query: { ...one, box: 'to_decide' } },
    { enabled: decides, every: 30 },
  );
  const projects = useCall(
    listProjects,
    { query: { ...one, state: 'running' } },
    { enabled: may('org.project.read') },
  );
  const staff = useCall(
    listStaff,
    { query: { ...one, state: 'active' } },
    { enabled: may('org.staff.read') },
  );
  const tasks = useCall(listTasks, { query: { ...one, state: 'queued,running' } }, { every: 10 });
  return (
    <StatRow>
      {decides && (
        <Stat
          label={t('toDecide')}
          value={approvals.data?.total ?? null}
          unit={t('items')}
          period={t('now')}
          exact
        />
      )}
      {may('org.project.read') && (
        <Stat
          label={t('running')}
          value={projects.data?.total ?? null}
          unit={t('count')}
          period={t('inScope')}
          exact
        />
      )}
      {may('org.staff.read') && (
        <Stat
          label={t('staff')}
          value={staff.data?.total ?? null}
          unit={t('people')}
          period={t('inScope')}
          exact
        />
      )}
      <Stat
        label={t('tasks')}
        value={tasks.data?.total ?? null}
        unit={t('items')}
        period={t('now')}
        exact
      />
    </StatRow>
  );
}
