import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { addAttribute } from '#modules/customers/contract.ts';
import { customerImport } from '#modules/customers/server/index.ts';
import { aBank } from '#modules/org/server/fixtures.ts';
import type { CallInput } from '#platform/contract/endpoint.ts';
import * as imports from '#platform/contract/import.ts';
import { importsModule } from '#platform/server/imports/imports-module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { referenceFile } from '#platform/server/test/reference-data.ts';
import { allow, callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import * as api from '../contract.ts';
import { audienceModules } from './fixtures.ts';
import { audienceTasks } from './module.ts';

/** Clients of a Portuguese bank who were called about a deposit: 45,211 lines, semicolons, English. */
const file = referenceFile('bank-full.csv.gz');

type Draft = NonNullable<CallInput<typeof addAttribute>['body']>;

/** What this bank knows and the product does not: registered by an operator, without a release. */
const own = (code: string, zh: string, type: Draft['type'], rest: Partial<Draft> = {}): Draft => ({
  code,
  name: [zh, code],
  type,
  unit: null,
  block: 'basic',
  purposes: ['marketing', 'statistics', 'modelling'],
  dataClass: 'C1',
  ...rest,
});
const drafts: Draft[] = [
  own('age_years', '年龄', 'number', { unit: '岁', hot: true }),
  own('job', '职业（原始）', 'text'),
  own('balance', '年均余额', 'money', { hot: true }),
  own('housing', '有房贷', 'flag'),
  own('loan', '有消费贷', 'flag'),
  own('contacts', '本次联系次数', 'number', { unit: '次' }),
];
/** The file's columns in their order, and what they are. */
const meaning = [
  'age_years',
  'job',
  null,
  'education',
  null,
  'balance',
  'housing',
  'loan',
  null,
  null,
  null,
  null,
  'contacts',
  null,
  null,
  null,
  null,
];

const attribute = (code: string, test: object): api.ConditionInput =>
  ({ kind: 'attribute', attribute: code, test }) as api.ConditionInput;

/** Each rule beside the same question in another tool's words. */
const asked: readonly { rule: api.RuleInput; where: string }[] = [
  {
    where: `age between 30 and 45 and balance >= 1500 and housing = 'no'
      and (education = 'tertiary' or job in ('management', 'technician')) and not loan = 'yes'`,
    rule: {
      version: 1,
      include: {
        kind: 'all',
        of: [
          attribute('age_years', { op: 'between', from: 30, to: 45 }),
          attribute('balance', { op: 'ge', value: 150_000 }),
          attribute('housing', { op: 'eq', value: false }),
          {
            kind: 'any',
            of: [
              attribute('education', { op: 'in', values: ['tertiary'] }),
              attribute('job', { op: 'in', values: ['management', 'technician'] }),
            ],
          },
        ],
      },
      exclude: attribute('loan', { op: 'eq', value: true }),
    },
  },
  {
    where: `balance < 0 and campaign > 5`,
    rule: {
      version: 1,
      include: {
        kind: 'all',
        of: [
          attribute('balance', { op: 'lt', value: 0 }),
          attribute('contacts', { op: 'gt', value: 5 }),
        ],
      },
    },
  },
  {
    // Of those whose education nobody wrote down the product knows that it does not know.
    where: `education = 'unknown' and job like '%retired%'`,
    rule: {
      version: 1,
      include: {
        kind: 'all',
        of: [
          attribute('education', { op: 'missing' }),
          attribute('job', { op: 'contains', value: 'retired' }),
        ],
      },
    },
  },
];

async function countedElsewhere(path: string): Promise<number[]> {
  const duck = await DuckDBInstance.create(':memory:');
  const connection = await duck.connect();
  const counts: number[] = [];
  for (const { where } of asked) {
    const read = await connection.runAndReadAll(
      `select count(*)::int from read_csv('${path}', delim = ';', header = true) where ${where}`,
    );
    counts.push(Number(read.getRows()[0]![0]));
  }
  connection.closeSync();
  return counts;
}

test.skipIf(!file)(
  'a real file of 45,211 customers is imported, and audiences of it count what another tool counts',
  { timeout: 1_200_000 },
  async () => {
    const ctx = testOrg(
      allow(
        'customers.attribute.manage',
        'customers.customer.import',
        'customers.customer.read',
        'customers.unit.read',
        'platform.import.run',
        'audiences.audience.read',
        'audiences.audience.manage',
      ),
    );
    const { headOffice } = await aBank(ctx);
    const desk = importsModule([customerImport]);
    const modules = [
      ...audienceModules(ctx).filter((module) => module.name !== 'platform.tasks'),
      desk,
      tasksModule([...audienceTasks, ...desk.tasks], async () => ctx.actor),
    ];
    const settle = () => runDueJobs(ctx, modules);
    await settle();
    const app = await testHttp(ctx, modules);
    for (const body of drafts) await callHttp(app, addAttribute, { body });

    const { id } = await uploadTo(
      app,
      imports.startImport,
      { kind: customerImport.kind },
      'bank-full.csv',
      gunzipSync(readFileSync(file!)),
    );
    await settle();
    await callHttp(app, imports.setImportMapping, {
      params: { id },
      body: {
        columns: meaning,
        fills: { bankNo: 'PT-{row}', unit: headOffice.code },
        saveAs: '葡萄牙银行客户文件',
      },
    });
    await settle();
    await callHttp(app, imports.applyImport, { params: { id } });
    await settle();
    const { counts, state } = await callHttp(app, imports.getImport, { params: { id } });
    expect([state, counts.rows, counts.bad, counts.created]).toEqual(['done', 45_211, 0, 45_211]);

    const truth = await countedElsewhere(file!);
    expect(truth.every((count) => count > 20)).toBe(true);
    for (const [i, { rule }] of asked.entries()) {
      const preview = await callHttp(app, api.startPreview, { body: { rule } });
      expect(preview.population).toBe(45_211);
      expect(preview.exact?.count).toBe(truth[i]);
    }

    // Kept, an audience holds as many members.
    const { id: audienceId } = await callHttp(app, api.createAudience, {
      body: { name: '潜在存款客户', unitId: headOffice.id, rule: asked[0]!.rule },
    });
    await settle();
    const kept = await callHttp(app, api.getAudience, { params: { id: audienceId } });
    expect([kept.state, kept.count]).toEqual(['live', truth[0]]);
  },
);
