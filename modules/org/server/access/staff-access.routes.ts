import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/access.ts';
import { changeSignInSettings, readSignInSettings } from './sign-in-settings.service.ts';
import * as staff from './staff-access.service.ts';

export function staffAccessRoutes(app: FastifyInstance): void {
  route(app, api.staffSessions, async (ctx, { params }) => ({
    items: await staff.sessionsOfStaff(ctx, params.id),
  }));
  route(app, api.endStaffSessions, async (ctx, { params, body }) => ({
    items: await staff.endSessionsOfStaff(ctx, params.id, body),
  }));
  route(app, api.issuePassword, (ctx, { params, body }) =>
    staff.issuePassword(ctx, params.id, body.reason),
  );
  route(app, api.resetTotp, async (ctx, { params, body }) => {
    await staff.resetTotpOfStaff(ctx, params.id, body.reason);
    return {};
  });
  route(app, api.unlockStaff, async (ctx, { params }) => {
    await staff.unlockSignIn(ctx, params.id);
    return {};
  });
  route(app, api.getSignInSettings, (ctx) => readSignInSettings(ctx));
  route(app, api.changeSignInSettings, (ctx, { body }) => changeSignInSettings(ctx, body));
}
