import type { Approval, Project } from '#modules/org/contract.ts';
import type { Import } from '#platform/contract/import.ts';

/** One thing to do now: what kind, what, why, by when, where. */
export type Todo =
  | { kind: 'chain'; link: string }
  | { kind: 'trouble'; count: number; link: string }
  | { kind: 'decide'; approval: Approval; link: string }
  | { kind: 'decide-more'; count: number; link: string }
  | { kind: 'returned'; approval: Approval; link: string }
  | { kind: 'project'; project: Project; link: string }
  | { kind: 'review'; count: number; link: string }
  | { kind: 'import'; found: Import; link: string };

export interface Waiting {
  chainBroken: boolean;
  /** What the state of the system says needs somebody. */
  troubles: number;
  toDecide: { items: readonly Approval[]; total: number };
  returned: readonly Approval[];
  projects: readonly Project[];
  reviewsDue: number;
  imports: readonly Import[];
}

/** What stops everything first, then what others wait for, then one's own. */
export function todosOf(waiting: Waiting): Todo[] {
  const { toDecide } = waiting;
  const more = toDecide.total - toDecide.items.length;
  return [
    ...(waiting.chainBroken ? [{ kind: 'chain' as const, link: '/audit' }] : []),
    ...(waiting.troubles > 0
      ? [{ kind: 'trouble' as const, count: waiting.troubles, link: '/system/health' }]
      : []),
    ...waiting.projects
      .filter((project) => project.awaitsDecision)
      .map((project) => ({ kind: 'project' as const, project, link: `/projects/${project.id}` })),
    ...toDecide.items.map((approval) => ({
      kind: 'decide' as const,
      approval,
      link: `/approvals/${approval.id}`,
    })),
    ...(more > 0 ? [{ kind: 'decide-more' as const, count: more, link: '/approvals' }] : []),
    ...waiting.returned.map((approval) => ({
      kind: 'returned' as const,
      approval,
      link: `/approvals/${approval.id}`,
    })),
    ...waiting.imports.map((found) => ({
      kind: 'import' as const,
      found,
      link: `/imports/${found.id}`,
    })),
    ...waiting.projects
      .filter((project) => !project.awaitsDecision)
      .map((project) => ({ kind: 'project' as const, project, link: `/projects/${project.id}` })),
    ...(waiting.reviewsDue > 0
      ? [{ kind: 'review' as const, count: waiting.reviewsDue, link: '/grants?reviewDue=true' }]
      : []),
  ];
}

/** How many things wait: rows that stand for several count as several. */
export const countTodos = (todos: readonly Todo[]): number =>
  todos.reduce((sum, todo) => sum + ('count' in todo ? todo.count : 1), 0);
