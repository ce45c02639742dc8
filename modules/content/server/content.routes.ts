import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as calendar from '../contract/calendar.ts';
import * as cards from '../contract/card.ts';
import * as api from '../contract/item.ts';
import * as media from '../contract/media.ts';
import * as messages from '../contract/message.ts';
import * as personas from '../contract/persona.ts';
import * as products from '../contract/product.ts';
import * as recommendation from '../contract/recommendation.ts';
import * as scripts from '../contract/script.ts';
import * as templates from '../contract/template.ts';
import * as transfer from '../contract/transfer.ts';
import * as wording from '../contract/wording.ts';
import { addOccasion, dropOccasion, marketingCalendar } from './calendar/calendar.service.ts';
import { listStaffCards, ownStaffCard, setLicences } from './cards/card.service.ts';
import { checkDraft } from './items/check.service.ts';
import {
  changeItem,
  createItem,
  listItems,
  newVersion,
  withdrawItem,
} from './items/item.service.ts';
import { showItem } from './items/item.view.ts';
import { contentMatrix } from './items/matrix.service.ts';
import { recommend } from './items/recommend.service.ts';
import { mediaFile, uploadMedia } from './media/media.service.ts';
import { createPersona, listPersonas, proposeVoice } from './personas/persona.service.ts';
import { showMessages } from './preview/message.service.ts';
import { pageOfItem, preview, useOfVoices } from './preview/preview.service.ts';
import { createProduct, listProducts, showProduct } from './products/product.service.ts';
import { checkScript } from './scripts/script.check.ts';
import { createScript, listScripts } from './scripts/script.service.ts';
import { checkTemplate } from './templates/template.check.ts';
import * as template from './templates/template.service.ts';
import { exportContent, exportTemplate } from './transfer/export.service.ts';
import { importContent } from './transfer/import.service.ts';
import { changeWording, wordingOf } from './wording/wording.service.ts';

export function contentRoutes(app: FastifyInstance): void {
  route(app, api.listItems, (ctx, { query }) => listItems(ctx, query));
  route(app, api.getItem, (ctx, { params }) => showItem(ctx, params.id));
  route(app, api.createItem, (ctx, { body }) => createItem(ctx, body));
  route(app, api.changeItem, (ctx, { params, body }) => changeItem(ctx, params.id, body));
  route(app, api.newVersion, (ctx, { params }) => newVersion(ctx, params.id));
  route(app, api.withdrawItem, (ctx, { params, body }) =>
    withdrawItem(ctx, params.id, body.reason),
  );
  route(app, api.checkDraft, (ctx, { body }) => checkDraft(ctx, body));
  route(app, api.contentMatrix, (ctx, { query }) => contentMatrix(ctx, query.segment));
  route(app, media.uploadMedia, (ctx, _, { file }) => uploadMedia(ctx, file!));
  route(app, media.getMedia, (ctx, { params }) => mediaFile(ctx, params.id));
  route(app, products.listProducts, (ctx, { query }) => listProducts(ctx, query));
  route(app, products.getProduct, (ctx, { params }) => showProduct(ctx, params.id));
  route(app, products.createProduct, (ctx, { body }) => createProduct(ctx, body));
  route(app, scripts.listScripts, async (ctx, { query }) => ({
    items: await listScripts(ctx, query),
  }));
  route(app, scripts.createScript, (ctx, { body }) => createScript(ctx, body));
  route(app, scripts.checkScript, (ctx, { body }) => checkScript(ctx, body));
  route(app, wording.getWording, (ctx) => wordingOf(ctx));
  route(app, wording.setWording, (ctx, { body }) => changeWording(ctx, body));
  route(app, personas.listPersonas, async (ctx) => ({ items: await listPersonas(ctx) }));
  route(app, personas.createPersona, (ctx, { body }) => createPersona(ctx, body));
  route(app, personas.proposeVoice, (ctx, { params, body }) => proposeVoice(ctx, params.key, body));
  route(app, calendar.marketingCalendar, (ctx, { query }) => marketingCalendar(ctx, query.month));
  route(app, calendar.addOccasion, (ctx, { body }) => addOccasion(ctx, body));
  route(app, calendar.dropOccasion, (ctx, { params }) => dropOccasion(ctx, params.id));
  route(app, recommendation.recommendContent, (ctx, { query }) => recommend(ctx, query));
  route(app, recommendation.previewContent, (ctx, { body }) => preview(ctx, body));
  route(app, messages.previewMessages, (ctx, { body }) => showMessages(ctx, body.messages));
  route(app, recommendation.itemPage, (ctx, { params }) => pageOfItem(ctx, params.id));
  route(app, recommendation.voiceUse, (ctx, { params, query }) =>
    useOfVoices(ctx, params.id, query.days),
  );
  route(app, templates.listTemplates, async (ctx) => ({
    items: await template.listTemplates(ctx),
  }));
  route(app, templates.getTemplate, (ctx, { params }) => template.showTemplate(ctx, params.id));
  route(app, templates.createTemplate, (ctx, { body }) => template.createTemplate(ctx, body));
  route(app, templates.saveTemplate, (ctx, { params, body }) =>
    template.saveTemplate(ctx, params.id, body),
  );
  route(app, templates.checkTemplate, (ctx, { body }) => checkTemplate(ctx, body));
  route(app, templates.templateHistory, async (ctx, { params }) => ({
    items: await template.templateHistory(ctx, params.id),
  }));
  route(app, templates.exportTemplate, (ctx, { params }) => exportTemplate(ctx, params.id));
  route(app, transfer.exportContent, (ctx, { query }) => exportContent(ctx, query));
  route(app, transfer.importContent, (ctx, _, { file }) => importContent(ctx, file!));
  route(app, cards.listStaffCards, (ctx, { query }) => listStaffCards(ctx, query));
  route(app, cards.ownStaffCard, (ctx) => ownStaffCard(ctx));
  route(app, cards.setLicences, (ctx, { params, body }) =>
    setLicences(ctx, params.staffId, body.licences),
  );
}
