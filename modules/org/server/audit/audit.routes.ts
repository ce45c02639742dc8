import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/audit.ts';
import {
  auditChain,
  exportAudit,
  getAuditEntry,
  listAudit,
  listAuditActions,
} from './audit.service.ts';

export function auditRoutes(app: FastifyInstance): void {
  route(app, api.listAudit, (ctx, { query }) => listAudit(ctx, query));
  route(app, api.getAuditEntry, (ctx, { params }) => getAuditEntry(ctx, params.seq));
  route(app, api.listAuditActions, (ctx) => listAuditActions(ctx));
  route(app, api.exportAudit, (ctx, { query }) => exportAudit(ctx, query));
  route(app, api.getAuditChain, (ctx) => auditChain(ctx));
}
