import type { ReportDeps } from '#modules/insights/server/index.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import { asSystem } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../contract.ts';
import { leftDatabases, setRehearsal } from './rehearsal.repo.ts';
import {
  cancelRehearsal,
  getRehearsal,
  listRehearsable,
  listRehearsals,
  restartRehearsal,
  startRehearsal,
} from './rehearsal.service.ts';
import type { RehearsalDeps } from './rehearsal.task.ts';

definePermissions(api.rehearsalPermissions, {
  'rehearsal.rehearsal.read': [
    'head_office_operator',
    'branch_operator',
    'compliance_officer',
    'auditor',
  ],
  'rehearsal.rehearsal.start': ['head_office_operator', 'branch_operator'],
});
nameActions({ 'rehearsal.started': ['开始沙盘推演', 'Rehearsal started'] });

export function rehearsalModule({
  drop,
  ...deps
}: Pick<RehearsalDeps, 'drop'> & ReportDeps): AppModule {
  return {
    name: 'rehearsal',
    routes: (app) => {
      route(app, api.listRehearsable, listRehearsable);
      route(app, api.startRehearsal, (ctx, { body }) => startRehearsal(ctx, body));
      route(app, api.listRehearsals, (ctx, { query }) => listRehearsals(ctx, query));
      route(app, api.getRehearsal, (ctx, { params }) => getRehearsal(ctx, deps, params.id));
      route(app, api.cancelRehearsal, (ctx, { params }) => cancelRehearsal(ctx, params.id));
      route(app, api.restartRehearsal, (ctx, { params }) => restartRehearsal(ctx, params.id));
    },
    tickers: [
      {
        name: 'rehearsal.sweep',
        run: async (ctx) => {
          const left = await leftDatabases(ctx);
          for (const { id, orgId, databases } of left) {
            await drop(databases);
            await setRehearsal(asSystem(ctx, orgId), id, { databases: [] });
          }
          return left.length;
        },
      },
    ],
  };
}
