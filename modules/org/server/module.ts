import type { AppModule } from '#platform/server/module.ts';
import { type AccessSettings, accessRoutes } from './access/access.routes.ts';
import { oidcRoutes } from './access/oidc.routes.ts';
import './access/sign-in-change.kind.ts';
import { staffAccessRoutes } from './access/staff-access.routes.ts';
import { sweepAccess } from './access/sweep.ts';
import { approvalRoutes } from './approvals/approval.routes.ts';
import { approvalDeadlines } from './approvals/deadline.ticker.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import { tellOfBrokenChain } from './audit/broken-chain.ts';
import { encryptedColumns } from './encrypted.ts';
import { notificationRoutes } from './notifications/notification.routes.ts';
import { pilotEnds } from './projects/pilot-end.service.ts';
import { projectRoutes } from './projects/project.routes.ts';
import { overdueTasks } from './projects/task-overdue.ticker.ts';
import './projects/launch.kind.ts';
import './projects/widen.kind.ts';
import { orgRetention } from './retention.repo.ts';
import { expiredGrants, grantReviews } from './roles/end-grant.service.ts';
import { roleRoutes } from './roles/role.routes.ts';
import { roleEquipment } from './roles/role-equipment.ts';
import './roles/role-change.kind.ts';
import './roles/role-grant.kind.ts';
import { orgDataSets } from './data-sets.ts';
import { searchRoutes } from './search/search.routes.ts';
import { staffRoutes } from './staff/staff.routes.ts';
import { unitRoutes } from './units/unit.routes.ts';

export function orgModule(settings: AccessSettings): AppModule {
  return {
    name: 'org',
    dataSets: orgDataSets,
    routes: (app) => {
      unitRoutes(app);
      staffRoutes(app);
      roleRoutes(app);
      accessRoutes(app, settings);
      staffAccessRoutes(app);
      oidcRoutes(app, settings);
      approvalRoutes(app);
      notificationRoutes(app);
      auditRoutes(app);
      searchRoutes(app);
      projectRoutes(app);
    },
    jobs: [],
    subscriptions: [tellOfBrokenChain],
    encrypted: encryptedColumns,
    equipment: roleEquipment(),
    retention: orgRetention,
    tickers: [expiredGrants, grantReviews, sweepAccess, approvalDeadlines, pilotEnds, overdueTasks],
  };
}
