import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploadAttachment, uploadMedia } from '#protocol/wecom/endpoints/media.ts';
import {
  addMomentTask,
  cancelMomentTask,
  getMomentJob,
  getMomentReactions,
  listMomentCustomers,
  listMoments,
  listMomentTasks,
  listMomentViewers,
} from '#protocol/wecom/endpoints/moments.ts';
import { addTags, markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { aBank, type Bank, DAY, NOW } from '../test/bank.ts';
import { png } from '../test/files.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await aBank();
  await bank.act(
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p2', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p3', userid: 'lisi' },
    { do: 'customer.delete-staff', person: 'p2', userid: 'zhangsan' },
  );
});
afterAll(() => bank.close());

const text = { content: '早安' };

async function made(body: object): Promise<{ moment: string; result: Record<string, never> }> {
  await bank.control('DELETE', '/sim/rates');
  const { jobid } = await bank.call(addMomentTask, { body: body as never });
  await bank.advance(5);
  const { result } = await bank.call(getMomentJob, { query: { jobid } });
  return { moment: result?.moment_id ?? '', result: result as never };
}

test('the job takes its time, then names the moment and what was wrong in the range', async () => {
  const { jobid } = await bank.call(addMomentTask, {
    body: {
      text,
      visible_range: { sender_list: { user_list: ['zhangsan', 'zhaoliu', 'nobody'] } },
    },
  });
  const job = () => bank.call(getMomentJob, { query: { jobid } });
  expect((await job()).status).toBe(1);
  await bank.advance(1);
  expect((await job()).status).toBe(2);
  await bank.advance(5);
  expect(await job()).toMatchObject({
    status: 3,
    result: { errcode: 0, invalid_sender_list: { user_list: ['nobody', 'zhaoliu'] } },
  });
  await bank.advance(DAY);
  expect(await bank.code(getMomentJob, { query: { jobid } })).toBe(60136);
});

test('each member publishes; deleted friends are chosen but do not see it; likes come back', async () => {
  const { moment } = await made({ text });
  const of = { moment_id: moment, userid: 'zhangsan' };
  expect(await bank.code(listMomentViewers, { body: of })).toBe(41062);
  await bank.act({ do: 'staff.publish-moment', userid: 'zhangsan', momentId: moment });
  const tasks = await bank.call(listMomentTasks, { body: { moment_id: moment } });
  expect(tasks.task_list).toContainEqual({ userid: 'zhangsan', publish_status: 1 });
  expect(tasks.task_list).toContainEqual({ userid: 'lisi', publish_status: 0 });
  const chosen = await bank.call(listMomentCustomers, { body: of });
  expect(chosen.customer_list).toHaveLength(2);
  const viewers = await bank.call(listMomentViewers, { body: of });
  expect(viewers.customer_list).toEqual([{ external_userid: await bank.customer('p1') }]);

  const react = { momentId: moment, userid: 'zhangsan' };
  await bank.act(
    { do: 'customer.react', person: 'p1', kind: 'like', ...react },
    { do: 'customer.react', person: 'p1', kind: 'comment', text: '早', ...react },
    { do: 'staff.react', by: 'zhangsan', kind: 'comment', text: '谢谢', ...react },
  );
  const unseen = { do: 'customer.react', person: 'p2', kind: 'like', ...react };
  expect((await bank.tryAct(unseen)).ok).toBe(false);
  const reactions = await bank.call(getMomentReactions, { body: of });
  expect(reactions.like_list).toMatchObject([{ external_userid: await bank.customer('p1') }]);
  expect(reactions.comment_list).toHaveLength(2);
  const feed = await bank.control('GET', `/sim/corps/${bank.corpId}/people/p1/inbox`);
  expect(feed.moments).toMatchObject([{ moment_id: moment, userid: 'zhangsan' }]);
});

test('tags choose members who have such a customer, and only these see it', async () => {
  const { tag_group } = await bank.call(addTags, {
    body: { group_name: 'g', tag: [{ name: 'a' }] },
  });
  const tag = tag_group.tag[0]!.id;
  await bank.call(markCustomer, {
    body: { userid: 'lisi', external_userid: await bank.customer('p3'), add_tag: [tag] },
  });
  const { moment, result } = await made({
    text,
    visible_range: { external_contact_list: { tag_list: [tag, 'etNone'] } },
  });
  expect(result).toMatchObject({ invalid_external_contact_list: { tag_list: ['etNone'] } });
  const { task_list } = await bank.call(listMomentTasks, { body: { moment_id: moment } });
  expect(task_list.map((t) => t.userid)).toEqual(['lisi']);
  const now = bank.simulator.sim.clock.now();
  const { moment_list } = await bank.call(listMoments, {
    body: { start_time: NOW, end_time: now },
  });
  expect(moment_list.find((m) => m.moment_id === moment)).toMatchObject({ visible_type: 0 });
});

test('a cancelled moment cannot be published any more, and own ones have a creator', async () => {
  const { moment } = await made({ text });
  await bank.call(cancelMomentTask, { body: { moment_id: moment } });
  const publish = { do: 'staff.publish-moment', userid: 'lisi', momentId: moment };
  expect((await bank.tryAct(publish)).ok).toBe(false);
  const [own] = await bank.act({ do: 'staff.post-moment', userid: 'lisi', text: '自己发的' });
  const now = bank.simulator.sim.clock.now();
  const { moment_list } = await bank.call(listMoments, {
    body: { start_time: now - DAY, end_time: now, filter_type: 1 },
  });
  expect(moment_list).toMatchObject([
    { moment_id: own!.momentId, creator: 'lisi', create_type: 1 },
  ]);
});

test('pictures must come from the right upload', async () => {
  const attachments = (media_id: string) => ({
    attachments: [{ msgtype: 'image', image: { media_id } }],
  });
  const wrong = await bank.upload(uploadMedia, { type: 'image' }, png, 'a.png');
  await bank.control('DELETE', '/sim/rates');
  expect(await bank.code(addMomentTask, { body: attachments(wrong.media_id) })).toBe(40007);
  const query = { media_type: 'image', attachment_type: '1' };
  const right = await bank.upload(uploadAttachment, query, png, 'a.png');
  expect(typeof right.created_at).toBe('number');
  expect(typeof wrong.created_at).toBe('string');
  expect(await bank.code(addMomentTask, { body: attachments(right.media_id) })).toBe(0);
});

test('ten creations a minute, then 45009', async () => {
  await bank.control('DELETE', '/sim/rates');
  const codes: number[] = [];
  for (let i = 0; i < 11; i++) codes.push(await bank.code(addMomentTask, { body: { text } }));
  expect(codes).toEqual([...Array(10).fill(0), 45009]);
});
