import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../contract.ts';
import { closePlan, showClosing } from './closing/closing.service.ts';
import { insightsSets } from './data-sets.ts';
import { unservedCustomers, unservedNeeds } from './needs/unserved.service.ts';
import { takeDueBaselines } from './plans/baseline.ticker.ts';
import { listPlans, planReport, type ReportDeps } from './plans/report.service.ts';

definePermissions(api.insightsPermissions, {
  'insights.plan-report.read': [
    'head_office_operator',
    'branch_operator',
    'compliance_officer',
    'auditor',
  ],
  'insights.plan.close': ['head_office_operator', 'branch_operator'],
});
nameActions({ 'insights.plan-closed': ['计划结项', 'Plan closed'] });

export function insightsModule(deps: ReportDeps): AppModule {
  return {
    name: 'insights',
    routes: (app) => {
      route(app, api.listPlanReports, (ctx, { query }) => listPlans(ctx, query));
      route(app, api.listUnservedNeeds, (ctx, { query }) => unservedNeeds(ctx, query.days));
      route(app, api.listUnservedCustomers, (ctx, { query }) => unservedCustomers(ctx, query));
      route(app, api.getPlanClosing, (ctx, { params }) => showClosing(ctx, deps, params.id));
      route(app, api.closePlan, (ctx, { params, body }) => closePlan(ctx, deps, params.id, body));
      route(app, api.getPlanReport, (ctx, { params }) => planReport(ctx, deps, params.id));
    },
    tickers: [{ name: 'insights.plan-baselines', run: takeDueBaselines }],
    dataSets: insightsSets,
  };
}
