import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/consent.ts';
import { demandVisible } from '../known-customers.repo.ts';
import { agree, showConsents, withdraw } from './consent.service.ts';
import { findTexts } from './consent-text.repo.ts';
import { draftText } from './consent-text.service.ts';

export function consentRoutes(app: FastifyInstance): void {
  route(app, api.getConsents, (ctx, { params }) => showConsents(ctx, params.id));
  route(app, api.recordConsent, async (ctx, { params, body }) => {
    await demandVisible(ctx, params.id, 'customers.consent.record');
    return { consents: await agree(ctx, params.id, body) };
  });
  route(app, api.recordWithdrawal, async (ctx, { params, body }) => {
    await demandVisible(ctx, params.id, 'customers.consent.record');
    return { consents: await withdraw(ctx, params.id, body) };
  });
  route(app, api.listConsentTexts, async (ctx, { query }) => ({
    items: await findTexts(ctx, query.purpose),
  }));
  route(app, api.draftConsentText, (ctx, { body }) => draftText(ctx, body));
}
