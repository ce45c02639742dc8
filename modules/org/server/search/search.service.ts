import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { approvalStateText } from '../../contract/approval.ts';
import { projectStateText } from '../../contract/project.ts';
import type { FoundGroup } from '../../contract/search.ts';
import { listApprovals } from '../approvals/approval.view.ts';
import { listProjects } from '../projects/project.view.ts';
import { findRoles, findStaff, findUnits } from './found.repo.ts';
import { defineSearch, searchProviders } from './search-provider.ts';

const SHOWN = 5;

defineSearch({
  kind: 'org.unit',
  name: ['机构', 'Units'],
  permission: 'org.unit.read',
  find: findUnits,
});
defineSearch({
  kind: 'org.staff',
  name: ['员工', 'Staff'],
  permission: 'org.staff.read',
  find: findStaff,
});
defineSearch({
  kind: 'org.project',
  name: ['项目', 'Projects'],
  permission: 'org.project.read',
  find: async (ctx, q, size) => {
    const { items } = await listProjects(ctx, { q, page: 1, size });
    return items.map((project) => ({
      id: project.id,
      title: project.name,
      detail: `${say(projectStateText[project.state], ctx.lang)} · ${project.ownerUnit.name}`,
      link: `/projects/${project.id}`,
    }));
  },
});
defineSearch({
  kind: 'org.approval',
  name: ['审批', 'Approvals'],
  permission: null,
  find: async (ctx, q, size) => {
    const { items } = await listApprovals(ctx, { box: 'visible', q, page: 1, size });
    return items.map((approval) => ({
      id: approval.id,
      title: approval.title,
      detail: `${say(approvalStateText[approval.state], ctx.lang)} · ${approval.maker.name}`,
      link: `/approvals/${approval.id}`,
    }));
  },
});
defineSearch({
  kind: 'org.role',
  name: ['角色', 'Roles'],
  permission: 'org.role.read',
  find: findRoles,
});

/** What the caller may see under these words: the best few of each kind. */
export async function searchEverything(ctx: Ctx, q: string): Promise<{ groups: FoundGroup[] }> {
  const asked = searchProviders().filter(
    ({ permission }) => permission === null || ctx.actor.permissions.has(permission),
  );
  const groups = await Promise.all(
    asked.map(async (provider) => {
      const found = await provider.find(ctx, q, SHOWN + 1);
      return {
        kind: provider.kind,
        name: say(provider.name, ctx.lang),
        items: found.slice(0, SHOWN),
        more: found.length > SHOWN,
      };
    }),
  );
  return { groups: groups.filter((group) => group.items.length > 0) };
}
