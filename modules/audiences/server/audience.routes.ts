import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../contract.ts';
import {
  archiveAudience,
  audienceUses,
  createAudience,
  getAudience,
  listAudiences,
  listRuleVersions,
  saveAudience,
} from './audience/audience.service.ts';
import { uploadList } from './audience/list.service.ts';
import {
  audienceGrowth,
  compareAudiences,
  listAllSnapshots,
  listFrozenMembers,
  listMembers,
  listSnapshots,
  takeSnapshot,
} from './audience/member.service.ts';
import { getPreview, startPreview } from './preview/preview.service.ts';
import { readRule } from './words/read-rule.service.ts';
import { ruleVocabulary } from './words/words.service.ts';

export function audienceRoutes(app: FastifyInstance): void {
  route(app, api.ruleVocabulary, ruleVocabulary);
  route(app, api.readRule, (ctx, { body }) => readRule(ctx, body.rule, body.purpose));
  route(app, api.startPreview, (ctx, { body }) => startPreview(ctx, body));
  route(app, api.getPreview, (ctx, { params, query }) => getPreview(ctx, params.id, query.wait));

  route(app, api.listAudiences, (ctx, { query }) => listAudiences(ctx, query));
  route(app, api.createAudience, (ctx, { body }) => createAudience(ctx, body));
  route(app, api.getAudience, (ctx, { params }) => getAudience(ctx, params.id));
  route(app, api.saveAudience, (ctx, { params, body }) => saveAudience(ctx, params.id, body));
  route(app, api.archiveAudience, (ctx, { params }) => archiveAudience(ctx, params.id));
  route(app, api.listRuleVersions, (ctx, { params }) => listRuleVersions(ctx, params.id));
  route(app, api.listMembers, (ctx, { params, query }) => listMembers(ctx, params.id, query));
  route(app, api.audienceGrowth, (ctx, { params, query }) =>
    audienceGrowth(ctx, params.id, query.days),
  );
  route(app, api.audienceUses, (ctx, { params }) => audienceUses(ctx, params.id));
  route(app, api.takeSnapshot, (ctx, { params }) => takeSnapshot(ctx, params.id));
  route(app, api.listSnapshots, (ctx, { params }) => listSnapshots(ctx, params.id));
  route(app, api.listAllSnapshots, (ctx, { query }) => listAllSnapshots(ctx, query));
  route(app, api.listFrozenMembers, (ctx, { params, query }) =>
    listFrozenMembers(ctx, params.id, query),
  );
  route(app, api.compareAudiences, (ctx, { body }) => compareAudiences(ctx, body.audienceIds));
  route(app, api.uploadList, async (ctx, { query }, { file }) =>
    uploadList(ctx, query, await file!.toBuffer()),
  );
}
