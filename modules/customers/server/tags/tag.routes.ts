import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/tag.ts';
import * as rules from '../../contract/tag-rule.ts';
import { showBatch, showResults, startTagging, undoBatch } from './batch.service.ts';
import { addGroup, addTag, changeTag, listGroups } from './dictionary.service.ts';
import { addRule, changeRule, listRules } from './rule.service.ts';
import { showTags, tagByHand } from './tagging.service.ts';
import { orderDictionary } from './wecom-dictionary.service.ts';

export function tagRoutes(app: FastifyInstance): void {
  route(app, api.listTags, async (ctx, { query }) => ({
    groups: await listGroups(ctx, query.state),
  }));
  route(app, api.addTagGroup, (ctx, { body }) => addGroup(ctx, body));
  route(app, api.addTag, (ctx, { body }) => addTag(ctx, body));
  route(app, api.changeTag, (ctx, { params, body }) => changeTag(ctx, params.code, body));
  route(app, api.getCustomerTags, async (ctx, { params }) => ({
    items: await showTags(ctx, params.id),
  }));
  route(app, api.tagCustomer, async (ctx, { params, body }) => ({
    items: await tagByHand(ctx, params.id, body),
  }));
  route(app, api.startTagBatch, (ctx, { body }) => startTagging(ctx, body));
  route(app, api.getTagBatch, (ctx, { params }) => showBatch(ctx, params.id));
  route(app, api.listTagBatchResults, (ctx, { params, query }) =>
    showResults(ctx, params.id, query),
  );
  route(app, api.undoTagBatch, (ctx, { params }) => undoBatch(ctx, params.id));
  route(app, api.pushTags, async (ctx, { params }) => {
    await orderDictionary(ctx, params.corpId);
    return {};
  });
  route(app, rules.listTagRules, async (ctx) => ({ items: await listRules(ctx) }));
  route(app, rules.addTagRule, (ctx, { body }) => addRule(ctx, body));
  route(app, rules.changeTagRule, (ctx, { params, body }) => changeRule(ctx, params.id, body));
}
