import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  createAudience,
  createModel,
  startPreview,
  takeSnapshot,
} from '#modules/audiences/contract.ts';
import {
  addOccasion,
  createItem,
  createProduct,
  createTemplate,
} from '#modules/content/contract.ts';
import { aDraft, aTemplate } from '#modules/content/server/fixtures.ts';
import {
  addTagRule,
  createCustomer,
  listHandovers,
  mergeCustomers,
  recordRightsRequest,
  saveView,
  startTagBatch,
} from '#modules/customers/contract.ts';
import {
  addProjectTask,
  createProject,
  deactivateStaff,
  delegateApprovals,
  requestApproval,
  type StaffId,
  staffSessions,
  type UnitId,
} from '#modules/org/contract.ts';
import { aGrant, aRole, aStaff, aUnit, signedIn } from '#modules/org/server/fixtures.ts';
import { createBulkSend, listPlans, testSend } from '#modules/outreach/contract.ts';
import { startRehearsal } from '#modules/rehearsal/contract.ts';
import { createSetup } from '#modules/segments/contract.ts';
import { createSequence } from '#modules/sequences/contract.ts';
import { aDraftRun } from '#modules/sequences/server/fixtures.ts';
import { createSite } from '#modules/tracking/contract.ts';
import {
  addApp,
  addMiniProgram,
  addOfficialAccount,
  cancelSync,
  createCorp,
  startSync,
} from '#modules/wecom/contract.ts';
import { due } from '#modules/workbench/server/fixtures.ts';
import { createZone, ZoneDraft } from '#modules/zones/contract.ts';
import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { requestExport } from '#platform/contract/export.ts';
import {
  getImport,
  type Import,
  listImportProfiles,
  setImportMapping,
  startImport,
} from '#platform/contract/import.ts';
import { placeHold } from '#platform/contract/retention.ts';
import { inTx } from '#platform/server/ctx.ts';
import { keepFile } from '#platform/server/files/file.service.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, runDueJobs, type TestOrg } from '#platform/server/test/test-org.ts';

/** Row → its id: what somebody would guess who tries rows that are not theirs. */
export type Rows = Readonly<Record<string, string>>;

/**
 * One of everything, made through the product's own API in a new branch of this bank. `mark` stands
 * in every name that somebody of another branch must never see.
 */
export async function rowsOf(
  ctx: TestOrg,
  app: FastifyInstance,
  mark: string,
  everything: readonly string[],
  modules: readonly AppModule[],
): Promise<Rows> {
  const unit = await aUnit(ctx, { name: `${mark}分行` });
  const head = await signedIn(ctx, everything, { name: '总行主任' });
  const second = await signedIn(ctx, everything, { name: '总行副主任' });
  const staff = await aStaff(ctx, { name: `${mark}员工`, unitId: unit.id, phone: '19900001234' });
  const local = await signedIn(
    ctx,
    { 'org.staff.read': [unit.id] },
    { name: `${mark}柜员`, unitId: unit.id },
  );
  const role = await aRole(ctx, ['org.unit.read']);
  const grant = await aGrant(ctx, staff.id, role, { unitId: unit.id });

  const call = <E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): Promise<Reply<E>> =>
    callHttp(app, endpoint, input, head.headers);
  const given = {
    staffId: staff.id,
    roleId: await aRole(ctx, ['org.staff.read'], 'unit'),
    unitId: unit.id,
    employment: 'full_time',
    validUntil: new Date(ctx.now().getTime() + 30 * 86_400_000).toISOString(),
  };
  const approval = await call(requestApproval, {
    body: { kind: 'org.role-grant', payload: given },
  });
  const project = await call(createProject, {
    body: {
      name: `${mark}项目`,
      kind: 'credit_card',
      ownerUnitId: unit.id,
      startsOn: '2026-03-02',
      scope: 'full',
    },
  });
  const { tasks } = await call(addProjectTask, {
    params: { id: project.id },
    body: { lane: 'product', title: `${mark}任务`, dueOn: '2026-04-01' },
  });
  const delegation = await call(delegateApprovals, {
    body: {
      toId: second.staff.id,
      startsAt: ctx.now().toISOString(),
      endsAt: new Date(ctx.now().getTime() + 86_400_000).toISOString(),
      reason: `${mark}出差`,
    },
  });
  const customer = (bankNo: string) =>
    call(createCustomer, { body: { name: `${mark}客`, bankNo, unitId: unit.id } });
  const [known, doubled] = [await customer('K1'), await customer('K2')];
  const merge = await call(mergeCustomers, {
    params: { id: known.id },
    body: { mergedId: doubled.id, reason: `${mark}同一人` },
  });
  const view = await call(saveView, { body: { name: `${mark}视图`, query: {} } });
  const leaver = await aStaff(ctx, { name: `${mark}离任`, unitId: unit.id });
  await call(deactivateStaff, {
    params: { id: leaver.id },
    body: { version: leaver.version, state: 'left', reason: `${mark}离职` },
  });
  const sessions = await call(staffSessions, { params: { id: local.staff.id } });

  const atUnit = { ...head.headers, 'x-yuhang-unit': unit.id };
  const imported = await upload(app, atUnit, `工号,姓名,机构代码\nX1,${mark}新人,${unit.code}\n`);
  await runDueJobs(ctx, modules);
  const handovers = await call(listHandovers, {});
  await callHttp(
    app,
    setImportMapping,
    { params: { id: imported.id }, body: { saveAs: `${mark}模板` } },
    atUnit,
  );
  const exported = await callHttp(
    app,
    requestExport,
    { params: { kind: 'org.staff' }, body: {} },
    atUnit,
  );
  const profiles = await callHttp(app, listImportProfiles, {}, atUnit);
  const checked = await callHttp(app, getImport, { params: { id: imported.id } }, atUnit);
  const hold = await call(placeHold, {
    params: { record: 'audit_log' },
    body: { reason: `${mark}调查` },
  });
  const corp = await call(createCorp, {
    body: { corpid: 'ww0123456789abcdef', name: `${mark}企业`, unitId: unit.id },
  });
  const wecomApp = await call(addApp, {
    params: { id: corp.id },
    body: { kind: 'self_built', name: `${mark}应用`, agentId: 1_000_002, secret: 'a-secret' },
  });
  const site = await call(createSite, {
    body: { unitId: unit.id, code: 'site', name: `${mark}站点`, kind: 'server' },
  });
  const sync = await call(startSync, { params: { id: corp.id }, body: { mode: 'full' } });
  await call(cancelSync, { params: { id: corp.id, runId: sync.id } });

  const rule = { version: 1 as const, include: { kind: 'all' as const, of: [] } };
  const audience = await call(createAudience, {
    body: { name: `${mark}客群`, unitId: unit.id, rule },
  });
  const snapshot = await call(takeSnapshot, { params: { id: audience.id } });
  const preview = await call(startPreview, { body: { rule } });
  const model = await call(createModel, {
    body: {
      name: `${mark}模型`,
      source: 'uploaded',
      target: null,
      features: { attributes: [], events: [] },
    },
  });

  const packs = modules.find(({ name }) => name === 'segments')!.equipment!;
  await inTx(ctx, packs.bring);
  const setup = await call(createSetup, {
    body: { packKey: 'payroll', name: `${mark}代发`, unitId: unit.id },
  });
  const account = { name: `${mark}账号`, unitId: unit.id };
  const official = await call(addOfficialAccount, {
    body: { ...account, appid: 'wx0000000000000001' },
  });
  const mini = await call(addMiniProgram, { body: { ...account, appid: 'wx0000000000000002' } });
  const sequence = await call(createSequence, {
    body: { name: `${mark}序列`, ownerUnitId: unit.id },
  });
  const runId = await aDraftRun(ctx, {
    name: `${mark}运行`,
    sequenceId: sequence.id,
    audienceId: audience.id,
    projectId: project.id,
    unitId: unit.id,
  });
  const content = await call(createItem, {
    body: { ...aDraft({ name: `${mark}素材` }), ownerUnitId: unit.id },
  });
  const product = await call(createProduct, {
    body: { code: 'P1', name: `${mark}产品`, kind: 'deposit' },
  });
  const template = await call(createTemplate, { body: aTemplate(`${mark}模板`) });
  const occasion = await call(addOccasion, {
    body: { name: `${mark}日程`, kind: 'own', dayOfMonth: 1 },
  });
  const picture = await keepFile(
    ctx,
    {
      purpose: 'content.media',
      filename: `${mark}.png`,
      contentType: 'image/png',
      expiresAt: null,
    },
    Readable.from([Buffer.from('x')]),
  );

  const tagBatch = await callHttp(
    app,
    startTagBatch,
    { body: { act: 'add', tags: ['need_card'], customerIds: [known.id] } },
    atUnit,
  );
  const tagRule = await call(addTagRule, {
    body: { name: `${mark}规则`, event: 'activity.joined', tag: 'need_card', confidence: 0.5 },
  });
  const right = await call(recordRightsRequest, {
    params: { id: known.id },
    body: { right: 'correction', via: 'counter', wish: `${mark}的愿望` },
  });

  const { decision } = await call(testSend, {
    body: {
      channel: 'one_to_one',
      recipient: { kind: 'customer', customerId: known.id },
      unitId: unit.id,
      projectId: project.id,
      content: { kind: 'test.poster', id: `${mark}海报`, version: 1 },
      reason: `${mark}试发`,
    },
  });
  const plans = await call(listPlans, { query: { kind: 'own' } });
  const bulk = await call(createBulkSend, {
    body: {
      name: `${mark}群发`,
      projectId: project.id,
      unitId: unit.id,
      audienceId: audience.id,
      channel: 'one_to_one',
      content: { id: content.id, version: 1 },
      sendAt: '2026-03-09T10:00:00+08:00',
    },
  });
  const rehearsal = await call(startRehearsal, {
    body: { subject: { kind: 'bulk', id: bulk.id }, options: {} },
  });

  const zone = await call(createZone, {
    body: { ...ZoneDraft.parse({ name: `${mark}专区`, defaults: {} }), unitId: unit.id },
  });

  const item = await due(ctx, { staffId: staff.id, customerId: known.id, title: `${mark}待办` });

  return {
    workItem: item.touchId,
    touch: decision.touchId,
    plan: plans.items[0]!.id,
    bulk: bulk.id,
    zone: zone.id,
    setup: setup.id,
    official: official.id,
    mini: mini.id,
    content: content.id,
    sequence: sequence.id,
    run: runId,
    product: product.id,
    template: template.id,
    occasion: occasion.id,
    media: picture.id,
    unit: unit.id,
    staff: staff.id,
    licence: 'fund',
    role,
    grant,
    approval: approval.id,
    project: project.id,
    task: tasks[0]!.id,
    delegation: delegation.id,
    session: sessions.items[0]!.id,
    entry: '999999',
    import: imported.id,
    profile: profiles.items[0]!.id,
    export: exported.id,
    work: checked.task!.id,
    hold: hold.id,
    corp: corp.id,
    wecomApp: wecomApp.id,
    syncRun: sync.id,
    site: site.id,
    customer: String(known.id),
    tagBatch: tagBatch.id,
    tagRule: String(tagRule.id),
    right: right.id,
    merge: merge.id,
    view: view.id,
    handover: handovers.items[0]!.id,
    rehearsal: rehearsal.id,
    audience: audience.id,
    snapshot: snapshot.id,
    preview: preview.id,
    model: model.id,
    // WeCom has pushed nothing; the corp itself is out of reach already.
    callback: corp.id,
  };
}

/** The unit and the person from whose place the tries are made. */
export async function ownPlace(ctx: TestOrg): Promise<{ unitId: UnitId; staffId: StaffId }> {
  const unit = await aUnit(ctx, { name: '本行本地分行' });
  const staff = await aStaff(ctx, { name: '本地员工', unitId: unit.id });
  return { unitId: unit.id, staffId: staff.id };
}

async function upload(
  app: FastifyInstance,
  headers: Record<string, string>,
  text: string,
): Promise<Import> {
  const boundary = 'yuhang-boundary';
  const part = 'Content-Disposition: form-data; name="file"; filename="staff.csv"';
  const response = await app.inject({
    method: startImport.method,
    url: startImport.path.replace(':kind', 'org.staff'),
    headers: {
      ...headers,
      'x-yuhang-csrf': '1',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `--${boundary}\r\n${part}\r\nContent-Type: text/csv\r\n\r\n${text}\r\n--${boundary}--\r\n`,
  });
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json();
}
