import { beforeAll, expect, test } from 'vitest';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, type TestOrg, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { searchEverything } from '../../contract/search.ts';
import { aPerson, type TestTree } from '../approvals/fixtures.ts';
import { requestApproval } from '../approvals/request.service.ts';
import { aBank, aReadyProject, type TestBank } from '../projects/fixtures.ts';
import { searchRoutes } from './search.routes.ts';

const module: AppModule = { name: 'org', routes: searchRoutes };
const SEE = ['org.unit.read', 'org.staff.read', 'org.project.read'];

let org: TestOrg;
let bank: TestBank;
let tree: TestTree;
let head: TestOrg;

beforeAll(async () => {
  org = testOrg();
  bank = await aBank(org);
  tree = bank.tree;
  head = await aPerson(org, '总行检索', tree.head, SEE);
  await aPerson(org, '欧阳小明', tree.eastOutlet, []);
  await aPerson(org, '陈小明', tree.west, []);
});

async function search(person: TestOrg, q: string) {
  const { groups } = await callHttp(await testHttp(person, [module]), searchEverything, {
    query: { q },
  });
  return Object.fromEntries(groups.map((g) => [g.kind, g.items.map((i) => i.title)]));
}

test('part of a Chinese name finds people and units, each with its place and link', async () => {
  expect(await search(head, '小明')).toEqual({ 'org.staff': ['陈小明', '欧阳小明'].sort() });
  expect(await search(head, '分行')).toEqual({
    'org.unit': ['东城分行', '西城分行', '北城分行'],
  });
  const { groups } = await callHttp(await testHttp(head, [module]), searchEverything, {
    query: { q: '东城一支' },
  });
  expect(groups).toEqual([
    {
      kind: 'org.unit',
      name: '机构',
      more: false,
      items: [
        {
          id: tree.eastOutlet.id,
          title: '东城一支行',
          detail: expect.stringMatching(/^U\d+ · 东城分行$/),
          link: `/units/${tree.eastOutlet.id}`,
        },
      ],
    },
  ]);
});

test('CR-142 a branch finds nothing of a sibling branch', async () => {
  const east = await aPerson(org, '东城检索', tree.east, SEE);
  expect(await search(east, '小明')).toEqual({ 'org.staff': ['欧阳小明'] });
  expect(await search(east, '西城')).toEqual({});
});

test('a whole number comes before numbers that begin with it', async () => {
  const one = await aPerson(org, '甲', tree.north, []);
  await aPerson(org, '乙', tree.north, []);
  const set = (id: string, number: string) =>
    org.db.updateTable('org.staff').set({ number }).where('id', '=', id).execute();
  await set(head.actor.id, '80012');
  await set(one.actor.id, '8001');
  expect((await search(head, '8001'))['org.staff']).toEqual(['甲', '总行检索']);
});

test('a whole phone number finds its owner and is not shown', async () => {
  const person = await aPerson(org, '丙', tree.north, []);
  await org.db
    .updateTable('org.staff')
    .set({ phoneHash: org.vault.hash('org.staff.phone', '13812345678') })
    .where('id', '=', person.actor.id)
    .execute();
  expect(await search(head, '13812345678')).toEqual({ 'org.staff': ['丙'] });
  expect(await search(head, '1381234')).toEqual({});
});

test('projects and approvals are found by whoever may open them, and signs mean themselves', async () => {
  const project = await aReadyProject(bank);
  await requestApproval(bank.manager, {
    kind: 'org.project-launch',
    payload: { projectId: project.id },
  });
  expect(await search(bank.approver, '商圈')).toEqual({
    'org.project': ['信用卡商圈试点'],
    'org.approval': ['项目上线：信用卡商圈试点'],
  });
  expect(await search(head, '商圈')).toEqual({ 'org.project': ['信用卡商圈试点'] });
  expect(await search(head, '%')).toEqual({});
  expect(await search(head, '_')).toEqual({});
});

test('CR-149 nothing of another bank is found', async () => {
  const other = testOrg();
  const theirs = await aBank(other);
  expect(await search(theirs.approver, '商圈')).toEqual({});
});
