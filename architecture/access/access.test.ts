import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { productModules } from '#apps/modules.ts';
import { type Installation, openInstallation } from '#apps/yuhang/installation.ts';
import { threeWDefaults } from '#modules/content/contract.ts';
import { aDraft, aTemplate } from '#modules/content/server/fixtures.ts';
import { customerPermissions } from '#modules/customers/contract.ts';
import { listRoles, orgPermissions } from '#modules/org/contract.ts';
import { aGrant, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { readySettings } from '#modules/outreach/contract.ts';
import { aPackFile } from '#modules/segments/server/fixtures.ts';
import { emptyDefinition } from '#modules/sequences/server/fixtures.ts';
import type { AnyEndpoint } from '#platform/contract/endpoint.ts';
import { readConfig } from '#platform/server/config.ts';
import type { AppModule } from '#platform/server/module.ts';
import { testDatabaseUrl, testMasterKey } from '#platform/server/test/test-database.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { exampleOf } from './example.ts';
import { ownPlace, type Rows, rowsOf } from './foreign.ts';

/** Which row an id in an address stands for: the address up to it. */
const PLACES: Readonly<Record<string, string>> = {
  'org/units/:id': 'unit',
  'org/staff/:id': 'staff',
  'org/staff/:id/licences/:kind': 'licence',
  'org/roles/:id': 'role',
  'org/grants/:id': 'grant',
  'org/approvals/:id': 'approval',
  'org/approval-delegations/:id': 'delegation',
  'org/projects/:id': 'project',
  'org/projects/:id/tasks/:taskId': 'task',
  'org/session/list/:id': 'session',
  'org/audit/entries/:seq': 'entry',
  'platform/imports/:id': 'import',
  'platform/import-profiles/:id': 'profile',
  'platform/exports/:id': 'export',
  'platform/tasks/:id': 'work',
  'platform/retention/holds/:id': 'hold',
  'outreach/customers/:customerId': 'customer',
  'outreach/customers/:customerId/touches/:touchId': 'touch',
  'outreach/staff/:staffId': 'staff',
  'workbench/items/:id': 'workItem',
  'workbench/customers/:customerId': 'customer',
  'outreach/plans/:id': 'plan',
  'outreach/bulk-sends/:id': 'bulk',
  'outreach/audiences/:audienceId': 'audience',
  'zones/zones/:id': 'zone',
  'content/items/:id': 'content',
  'content/products/:id': 'product',
  'content/templates/:id': 'template',
  'content/media/:id': 'media',
  'content/occasions/:id': 'occasion',
  'content/staff-cards/:staffId': 'staff',
  'tracking/sites/:id': 'site',
  'customers/customers/:id': 'customer',
  'customers/customers/:id/merges/:mergeId': 'merge',
  'customers/handovers/:id': 'handover',
  'customers/pools/:unitId': 'unit',
  'customers/views/:id': 'view',
  'customers/tag-batches/:id': 'tagBatch',
  'customers/tag-rules/:id': 'tagRule',
  'customers/rights-requests/:requestId': 'right',
  'customers/corps/:corpId': 'corp',
  'segments/setups/:id': 'setup',
  'sequences/sequences/:id': 'sequence',
  'sequences/runs/:id': 'run',
  'sequences/runs/:id/customers/:customerId': 'customer',
  'sequences/customers/:customerId': 'customer',
  'insights/plans/:id': 'plan',
  'rehearsal/rehearsals/:id': 'rehearsal',
  'audiences/audiences/:id': 'audience',
  'audiences/customers/:id': 'customer',
  'audiences/models/:id': 'model',
  'audiences/previews/:id': 'preview',
  'audiences/snapshots/:id': 'snapshot',
  'wecom/corps/:id': 'corp',
  'wecom/official-accounts/:accountId': 'official',
  'wecom/mini-programs/:accountId': 'mini',
  'wecom/corps/:id/apps/:appId': 'wecomApp',
  'wecom/corps/:id/callbacks/:callbackId': 'callback',
  'wecom/corps/:id/sync/runs/:runId': 'syncRun',
};
const NAMES_A_ROW = /:(\w*[iI]d|seq)\b/;

/** Which row an id in a body or a query stands for: the name of its field. */
const FIELDS: Readonly<Record<string, string>> = {
  unitId: 'unit',
  parentId: 'unit',
  under: 'unit',
  parent: 'unit',
  moveTo: 'unit',
  ownerUnitId: 'unit',
  staffId: 'staff',
  rmId: 'staff',
  toStaffId: 'staff',
  ownerId: 'staff',
  toId: 'staff',
  roleId: 'role',
  projectId: 'project',
  sessionId: 'session',
};

const EVERYBODY = { version: 1, include: { kind: 'all', of: [] } };

const WECHAT = { name: '试', appid: 'wx0000000000000009' };
const ACCOUNT = { name: '试', state: 'active', version: 1 };

const aRunOf = (rows: Rows) => ({
  name: '试',
  sequenceId: rows.sequence,
  version: 1,
  audienceId: rows.audience,
  projectId: rows.project,
  productLine: 'deposit',
  startsOn: '2026-03-02',
});

const aBulkSendOf = (rows: Rows) => ({
  name: '试',
  projectId: rows.project,
  unitId: rows.unit,
  audienceId: rows.audience,
  channel: 'one_to_one',
  content: { id: rows.content, version: 1 },
  sendAt: '2026-03-09T10:00:00+08:00',
});

/** Bodies whose rules are not in their schema alone. */
const BODIES: Readonly<Record<string, (rows: Rows) => object>> = {
  'POST /api/v1/sequences/checks': () => ({ definition: emptyDefinition('试') }),
  'PUT /api/v1/sequences/sequences/:id/draft': () => ({
    version: 1,
    revision: 1,
    name: '试',
    definition: emptyDefinition('试'),
  }),
  'POST /api/v1/sequences/runs': aRunOf,
  'PUT /api/v1/sequences/runs/:id': (rows) => ({ revision: 1, draft: aRunOf(rows) }),
  'POST /api/v1/sequences/previews': aRunOf,
  'POST /api/v1/wecom/official-accounts': (rows) => ({ ...WECHAT, unitId: rows.unit }),
  'POST /api/v1/wecom/mini-programs': (rows) => ({ ...WECHAT, unitId: rows.unit }),
  'PUT /api/v1/wecom/official-accounts/:accountId': (rows) => ({ ...ACCOUNT, unitId: rows.unit }),
  'PUT /api/v1/wecom/mini-programs/:accountId': (rows) => ({ ...ACCOUNT, unitId: rows.unit }),
  'POST /api/v1/outreach/bulk-sends': aBulkSendOf,
  'POST /api/v1/rehearsal/rehearsals': (rows) => ({
    subject: { kind: 'bulk', id: rows.bulk },
    options: {},
  }),
  'PUT /api/v1/outreach/bulk-sends/:id': (rows) => ({ ...aBulkSendOf(rows), version: 1 }),
  'PUT /api/v1/outreach/settings': () => ({ ...readySettings, version: 0, reason: '试' }),
  'POST /api/v1/outreach/prechecks': (rows) => ({
    customerId: Number(rows.customer),
    channel: 'sidebar',
    projectId: rows.project,
    content: { kind: 'content.item', id: rows.content, version: 1 },
  }),
  'POST /api/v1/segments/packs': () => ({ content: aPackFile() }),
  'POST /api/v1/audiences/audiences': (rows) => ({
    name: '试',
    unitId: rows.unit,
    rule: EVERYBODY,
  }),
  'PUT /api/v1/audiences/audiences/:id': () => ({ name: '试', version: 1, rule: EVERYBODY }),
  'POST /api/v1/audiences/overlaps': (rows) => ({ audienceIds: [rows.audience, rows.audience] }),
  'POST /api/v1/audiences/previews': (rows) => ({ rule: EVERYBODY, unitId: rows.unit }),
  'POST /api/v1/audiences/models': () => ({
    name: '试',
    source: 'uploaded',
    target: null,
    features: { attributes: [], events: [] },
  }),
  'PUT /api/v1/audiences/rfm': () => ({
    version: 0,
    settings: { kinds: ['transaction.made'], days: 365, cuts: null },
  }),
  'PUT /api/v1/audiences/signals': () => ({
    version: 0,
    settings: {
      cuts: { need: { mid: 30, high: 60 }, recognition: { mid: 30, high: 60 } },
      scale: 40,
    },
    signals: [
      {
        dimension: 'need',
        kind: 'page.viewed',
        points: 1,
        halfLifeDays: 7,
        perDay: 1,
        stage: null,
      },
    ],
  }),
  'POST /api/v1/audiences/rules/read': () => ({ rule: EVERYBODY }),
  'POST /api/v1/content/items': (rows) => ({ ...aDraft(), ownerUnitId: rows.unit }),
  'PUT /api/v1/content/items/:id/draft': () => ({ ...aDraft(), version: 1, revision: 1 }),
  'POST /api/v1/content/checks': () => aDraft(),
  'POST /api/v1/content/templates': () => aTemplate(),
  'POST /api/v1/content/templates/check': () => aTemplate(),
  'PUT /api/v1/content/templates/:id/draft': () => ({ version: 1, template: aTemplate() }),
  'POST /api/v1/content/occasions': () => ({ name: '试', kind: 'own', dayOfMonth: 1 }),
  'PUT /api/v1/content/wording': () => ({ threeW: threeWDefaults, servicePhone: '' }),
  'POST /api/v1/content/products': () => ({ code: 'X1', name: '试', kind: 'deposit' }),
  'PUT /api/v1/org/projects/:id': (rows) => ({
    version: 1,
    draft: {
      name: '试',
      kind: 'credit_card',
      ownerUnitId: rows.unit,
      startsOn: '2026-03-02',
      scope: 'full',
    },
  }),
  'POST /api/v1/org/projects': (rows) => ({
    name: '试',
    kind: 'credit_card',
    ownerUnitId: rows.unit,
    startsOn: '2026-03-02',
    scope: 'full',
  }),
  'PUT /api/v1/wecom/corps/:id/sync/schedule': () => ({ reconcileAt: '02:30' }),
  'PUT /api/v1/outreach/sms': () => ({
    ...{ url: 'https://sms.bank.example', appId: 'yuhang', sign: '示例银行', on: true, version: 0 },
    secret: 'a shared secret',
  }),
  'PUT /api/v1/org/projects/:id/rollout': () => ({
    version: 1,
    stages: [1, 2, 3].map((stage) => ({ stage, entry: ['准入'], exit: ['准出'] })),
  }),
  'POST /api/v1/org/projects/:id/answer': () => ({ answer: 'stop', reason: '试试看' }),
  'POST /api/v1/org/approvals': (rows) => ({
    kind: 'org.role-grant',
    payload: {
      staffId: rows.staff,
      roleId: rows.role,
      unitId: rows.unit,
      employment: 'full_time',
    },
  }),
};

/** Ends the caller's own session: tried last of all, not with the others. */
const LEAVES = new Set(['DELETE /api/v1/org/session']);

// A thousand calls; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let installation: Installation;
let app: FastifyInstance;
let org: TestOrg;
let folder: string;
let modules: AppModule[];
const everything = () => [
  ...new Set([
    ...Object.keys(orgPermissions),
    ...Object.keys(customerPermissions),
    ...app.endpoints.map((e) => e.permission).filter((p) => p.includes('.')),
  ]),
];
const nameOf = (e: AnyEndpoint) => `${e.method} ${e.path}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yuhang-access-'));
  writeFileSync(join(folder, 'master.key'), testMasterKey.toString('base64'));
  installation = await openInstallation(
    readConfig({
      DATABASE_URL: testDatabaseUrl(),
      YUHANG_DATA: folder,
      YUHANG_MASTER_KEY_FILE: join(folder, 'master.key'),
      YUHANG_MODE: 'demo',
      YUHANG_LOG_LEVEL: 'silent',
    }),
  );
  org = testOrg();
  modules = productModules(installation);
  app = await orgHttp(org, modules);
});
afterAll(async () => {
  await app?.close();
  await installation?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  code?: string;
  permission?: unknown;
  text: string;
}

async function attempt(
  endpoint: AnyEndpoint,
  headers: Record<string, string>,
  rows: Rows = {},
): Promise<Answer> {
  const field = (name: string) => rows[FIELDS[name] ?? ''];
  const url = endpoint.path.replace(/:\w+/g, (param, at: number) => {
    const place = endpoint.path.slice('/api/v1/'.length, at + param.length);
    return rows[PLACES[place] ?? ''] ?? '00000000-0000-4000-8000-000000000000';
  });
  const query = exampleOf(endpoint.query, field) as Record<string, string>;
  const body = BODIES[nameOf(endpoint)]?.(rows) ?? exampleOf(endpoint.body, field);
  const response = await app.inject({
    method: endpoint.method,
    url,
    query: Object.fromEntries(Object.entries(query).map(([k, v]) => [k, String(v)])),
    headers: { 'x-yuhang-csrf': '1', ...headers },
    ...(endpoint.method === 'GET' || endpoint.upload ? {} : { payload: body as object }),
  });
  const error = response.statusCode >= 400 ? JSON.parse(response.body).error : null;
  return {
    status: response.statusCode,
    code: error?.code,
    permission: error?.details?.permission,
    text: response.body,
  };
}

test('CR-142 whoever is not signed in is refused at every door that is not public', async () => {
  const open: string[] = [];
  for (const endpoint of app.endpoints) {
    if (endpoint.permission === 'public') continue;
    const { code } = await attempt(endpoint, {});
    if (code !== 'platform.notSignedIn') open.push(`${nameOf(endpoint)} → ${code}`);
  }
  expect(app.endpoints.length).toBeGreaterThan(60);
  expect(open).toEqual([]);
});

test('CR-142 every built-in role passes exactly the doors whose permission it holds', async () => {
  const admin = await signedIn(org, everything());
  const { items: roles } = await callHttp(app, listRoles, {}, admin.headers);
  const wrong: string[] = [];
  let tried = 0;
  for (const role of roles.filter((r) => r.builtIn)) {
    const { staff, headers } = await signedIn(org, []);
    await aGrant(org, staff.id, role.id);
    for (const endpoint of app.endpoints) {
      if (endpoint.permission === 'public' || LEAVES.has(nameOf(endpoint))) continue;
      const held =
        endpoint.permission === 'signed-in' || role.permissions.includes(endpoint.permission);
      const { code, permission } = await attempt(endpoint, headers);
      // What is a customer's own is nobody's else: to staff nobody is signed in there.
      if (endpoint.permission === 'customer') {
        if (code !== 'platform.notSignedIn') wrong.push(`${nameOf(endpoint)} lets staff in`);
        continue;
      }
      const refused = code === 'platform.forbidden' && permission === endpoint.permission;
      if (refused === held || code === 'platform.bug')
        wrong.push(`${role.code}: ${nameOf(endpoint)} → ${code ?? 'passed'}`);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
});

const placesOf = (endpoint: AnyEndpoint) =>
  [...endpoint.path.matchAll(new RegExp(NAMES_A_ROW, 'g'))].map((m) =>
    endpoint.path.slice('/api/v1/'.length, m.index + m[0].length),
  );

test('CR-142 CR-149 a row of a foreign branch or a foreign bank does not exist, whichever door it is tried at', async () => {
  const place = await ownPlace(org);
  const caller = await signedIn(
    org,
    Object.fromEntries(everything().map((p) => [p, [place.unitId]])),
    { unitId: place.unitId },
  );
  const worlds: [mark: string, Rows, ReadonlySet<string>][] = [
    // What belongs to the bank as a whole another branch may meet: roles, models and the words that name them, saved mappings, retention.
    [
      '外域',
      await rowsOf(org, app, '外域', everything(), modules),
      new Set([
        'GET /api/v1/org/roles/:id',
        'GET /api/v1/customers/tag-rules',
        'PUT /api/v1/customers/tag-rules/:id',
        'GET /api/v1/audiences/models',
        'GET /api/v1/audiences/vocabulary',
        'GET /api/v1/audiences/models/:id',
        'GET /api/v1/audiences/models/:id/top',
        'GET /api/v1/content/products',
        'GET /api/v1/content/products/:id',
        'GET /api/v1/content/templates',
        'GET /api/v1/content/templates/:id',
        'GET /api/v1/content/templates/:id/versions',
        'GET /api/v1/content/templates/:id/file',
        'GET /api/v1/content/media/:id',
        'GET /api/v1/content/calendar',
        'DELETE /api/v1/content/occasions/:id',
        'GET /api/v1/platform/import-profiles',
        'DELETE /api/v1/platform/import-profiles/:id',
        'GET /api/v1/platform/retention',
        'POST /api/v1/platform/retention/holds/:id/release',
      ]),
    ],
    ['他行', await rowsOf(testOrg(), app, '他行', everything(), modules), new Set()],
  ];
  const reached: string[] = [];
  const unexplained: string[] = [];
  for (const [mark, rows, shared] of worlds) {
    for (const endpoint of app.endpoints) {
      if (endpoint.permission === 'public' || LEAVES.has(nameOf(endpoint))) continue;
      if (shared.has(nameOf(endpoint)) || endpoint.permission === 'customer') continue;
      const { status, code, text } = await attempt(endpoint, caller.headers, rows);
      const line = `${mark}: ${nameOf(endpoint)} → ${status} ${code ?? ''}`;
      const named = NAMES_A_ROW.test(endpoint.path);
      if (named && !placesOf(endpoint).every((place) => PLACES[place]))
        unexplained.push(`${nameOf(endpoint)}: say in PLACES which row it names`);
      else if (text.includes(mark)) reached.push(`${line} shows a foreign row`);
      else if (named && status !== 404) unexplained.push(line);
      else if (code === 'platform.bug') unexplained.push(line);
    }
  }
  expect(reached).toEqual([]);
  expect(unexplained).toEqual([]);
});
