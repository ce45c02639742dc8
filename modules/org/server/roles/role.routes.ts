import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/role.ts';
import { permissionList } from './catalogue.ts';
import {
  checkBreadth,
  grantingOf,
  listGrantPage,
  reviewGrant,
  revokeGrant,
} from './grant.service.ts';
import { describeLack } from './lack.service.ts';
import { allRoles } from './role.repo.ts';
import { showRole } from './role.service.ts';
import { reportStaffing } from './staffing.service.ts';

export function roleRoutes(app: FastifyInstance): void {
  route(app, api.listPermissions, async () => ({ items: permissionList() }));
  route(app, api.describeLack, (ctx, { query }) => describeLack(ctx, query.name ?? []));
  route(app, api.listRoles, async (ctx, { query }) => ({ items: await allRoles(ctx, query) }));
  route(app, api.getRole, (ctx, { params }) => showRole(ctx, params.id));
  route(app, api.listGrants, (ctx, { query }) => listGrantPage(ctx, query));
  route(app, api.checkGrant, async (ctx, { query }) =>
    checkBreadth(ctx, await grantingOf(ctx, query, 'org.role.manage')),
  );
  route(app, api.revokeGrant, (ctx, { params, body }) => revokeGrant(ctx, params.id, body.reason));
  route(app, api.reviewGrant, (ctx, { params, body }) => reviewGrant(ctx, params.id, body.reason));
  route(app, api.staffingReport, (ctx, { query }) => reportStaffing(ctx, query));
}
