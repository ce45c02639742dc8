import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/account.ts';
import { addAccount, changeAccount, listAccounts } from './account.service.ts';

export function accountRoutes(app: FastifyInstance): void {
  route(app, api.listOfficialAccounts, async (ctx) => ({
    items: await listAccounts(ctx, 'official'),
  }));
  route(app, api.addOfficialAccount, (ctx, { body }) => addAccount(ctx, 'official', body));
  route(app, api.changeOfficialAccount, (ctx, { params, body }) =>
    changeAccount(ctx, 'official', params.accountId, body),
  );
  route(app, api.listMiniPrograms, async (ctx) => ({ items: await listAccounts(ctx, 'mini') }));
  route(app, api.addMiniProgram, (ctx, { body }) => addAccount(ctx, 'mini', body));
  route(app, api.changeMiniProgram, (ctx, { params, body }) =>
    changeAccount(ctx, 'mini', params.accountId, body),
  );
}
