import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import { recordLicence, removeLicence } from '../../contract/licence.ts';
import * as api from '../../contract/staff.ts';
import * as licences from '../licences/licence.service.ts';
import { revealStaffField } from './reveal.service.ts';
import { createStaff, updateStaff } from './staff.service.ts';
import { listStaffPage, showStaff } from './staff-query.service.ts';
import { exportStaffSheet } from './staff-sheet.service.ts';
import { deactivateStaff, reactivateStaff } from './staff-state.service.ts';

export function staffRoutes(app: FastifyInstance): void {
  route(app, api.listStaff, (ctx, { query }) => listStaffPage(ctx, query));
  route(app, api.exportStaff, (ctx, { query }) => exportStaffSheet(ctx, query));
  route(app, api.getStaff, (ctx, { params }) => showStaff(ctx, params.id));
  route(app, api.createStaff, (ctx, { body }) => createStaff(ctx, body));
  route(app, api.updateStaff, (ctx, { params, body }) => updateStaff(ctx, params.id, body));
  route(app, api.deactivateStaff, (ctx, { params, body }) => deactivateStaff(ctx, params.id, body));
  route(app, api.reactivateStaff, (ctx, { params, body }) => reactivateStaff(ctx, params.id, body));
  route(app, recordLicence, (ctx, { params: { id, kind }, body }) =>
    licences.recordLicence(ctx, id, kind, body),
  );
  route(app, removeLicence, (ctx, { params: { id, kind }, body }) =>
    licences.removeLicence(ctx, id, kind, body.reason),
  );
  route(app, api.revealStaff, (ctx, { params, body }) => revealStaffField(ctx, params.id, body));
}
