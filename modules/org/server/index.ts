export { staffAuthenticator } from './access/authenticate.ts';
export { setSessionCookie } from './access/cookie.ts';
export { staffActor } from './access/staff-actor.service.ts';
export { demandStepUp } from './access/step-up.ts';
export { signInByWecom } from './access/wecom-sign-in.service.ts';
export {
  type ApprovedVersion,
  findAllOpen,
  findApprovedVersions,
} from './approvals/approval.repo.ts';
export { type ApprovalKind, type ChangeLine, defineApprovalKind } from './approvals/kind.ts';
export { deleteApprovals, findRefusedApprovals } from './approvals/outlived.repo.ts';
export { requestApproval } from './approvals/request.service.ts';
export { nameActions } from './audit/action-text.ts';
export { appointFirstPeople, createBank } from './bank/bank.service.ts';
export { type DemoRoster, demoBankId, demoRoster, demoStaffId } from './demo/roster.repo.ts';
export { type DemoBank, seedDemoBank } from './demo/seed-demo-bank.ts';
export { equipBanks } from './equipment/equip.service.ts';
export { bankName, exportApprovals, orgExports } from './exports/index.ts';
export { orgImports } from './imports/index.ts';
export { defineNotice, type Notice } from './notifications/notice.ts';
export { notify } from './notifications/notification.service.ts';
export { createProject } from './projects/project.service.ts';
export { findOpenUnits } from './projects/project-unit.repo.ts';
export { findReach, type ProjectReach, withinReach } from './projects/reach.repo.ts';
export { openPaths, projectAllows } from './projects/reach.service.ts';
export { reaches } from './projects/reach.ts';
export { definePermissions } from './roles/catalogue.ts';
export { appointRehearsedRms } from './roles/rehearse-roles.service.ts';
export { defineSearch, type SearchProvider } from './search/search-provider.ts';
export { type Reveal, withReveal } from './staff/reveal.service.ts';
export { type UnitScope, unitScope } from './unit-scope.repo.ts';
export { headOffice } from './units/unit-tree.repo.ts';
