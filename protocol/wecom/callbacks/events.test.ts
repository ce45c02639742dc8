import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { appMessages } from './app-events.ts';
import { EVENTS, readPush } from './events.ts';
import { buildXml, type XmlInput } from './xml.ts';

const push = (fields: Record<string, XmlInput>) =>
  readPush(
    buildXml({
      ToUserName: 'ww0123456789abcdef',
      FromUserName: 'sys',
      CreateTime: 1_790_000_000,
      MsgType: 'event',
      ...fields,
    }),
  );

test('every event of the catalogue is declared once', () => {
  const keys = EVENTS.map((e) => `${e.event}/${e.changeType}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set([...EVENTS, ...appMessages].map((e) => e.name)).size).toBe(
    EVENTS.length + appMessages.length,
  );
  const variants = (event: string) =>
    EVENTS.filter((e) => e.event === event && e.changeType).map((e) => e.changeType);
  expect(variants('change_contact')).toHaveLength(7);
  expect(variants('change_external_contact')).toHaveLength(7);
  expect(variants('change_external_chat')).toEqual(['create', 'update', 'dismiss']);
  expect(variants('change_external_tag')).toEqual(['create', 'update', 'delete', 'shuffle']);
  expect(variants('customer_acquisition')).toHaveLength(10);
});

test('a new customer is read with state and welcome code', () => {
  const read = push({
    Event: 'change_external_contact',
    ChangeType: 'add_external_contact',
    UserID: 'zhangsan',
    ExternalUserID: 'wmAAAAAAAA',
    State: 'live-room-7',
    WelcomeCode: 'CODE',
  });
  expect(read).toMatchObject({
    ok: true,
    push: {
      name: 'customer.added',
      corpId: 'ww0123456789abcdef',
      createTime: 1_790_000_000,
      fields: { UserID: 'zhangsan', State: 'live-room-7', WelcomeCode: 'CODE' },
    },
  });
});

test('lists of members, comma lists and numbers come as such', () => {
  expect(
    push({
      Event: 'change_external_chat',
      ChangeType: 'update',
      ChatId: 'wrAAA',
      UpdateDetail: 'add_member',
      JoinScene: 3,
      MemChangeCnt: 1,
      MemChangeList: { Item: ['wmA'] },
      LastMemVer: 'v1',
      CurMemVer: 'v2',
    }),
  ).toMatchObject({ push: { fields: { JoinScene: 3, MemChangeList: ['wmA'], CurMemVer: 'v2' } } });
  expect(
    push({
      Event: 'change_contact',
      ChangeType: 'create_user',
      UserID: 'lisi',
      Department: '1,2,3',
      IsLeaderInDept: '1,0,0',
      ExtAttr: { Item: [{ Name: '爱好', Type: 0, Text: { Value: '旅游' } }] },
    }),
  ).toMatchObject({
    push: {
      fields: {
        Department: ['1', '2', '3'],
        ExtAttr: [{ Name: '爱好', Type: 0, Text: { Value: '旅游' } }],
      },
    },
  });
});

test('the answers of a card come as a list, one or many', () => {
  const card = (options: string[]) =>
    push({
      Event: 'template_card_event',
      FromUserName: 'zhangsan',
      EventKey: 'k',
      TaskId: 't',
      CardType: 'vote_interaction',
      ResponseCode: 'r',
      AgentID: 1000002,
      SelectedItems: { SelectedItem: [{ QuestionKey: 'q', OptionIds: { OptionId: options } }] },
    });
  expect(card(['a'])).toMatchObject({
    push: { agentId: '1000002', fields: { SelectedItems: [{ OptionIds: ['a'] }] } },
  });
  expect(card(['a', 'b'])).toMatchObject({
    push: { from: 'zhangsan', fields: { SelectedItems: [{ OptionIds: ['a', 'b'] }] } },
  });
});

test('what members write to the app is read by its kind', () => {
  const read = readPush(
    buildXml({
      ToUserName: 'ww0',
      FromUserName: 'zhangsan',
      CreateTime: 1,
      MsgType: 'text',
      Content: '你好',
      MsgId: '2018405441',
      AgentID: 1000002,
    }),
  );
  expect(read).toMatchObject({
    push: { name: 'message.text', event: null, fields: { Content: '你好' } },
  });
});

test('an unknown event is kept with its fields', () => {
  expect(push({ Event: 'brand_new', ChangeType: 'twist', Thing: 'x' })).toMatchObject({
    ok: true,
    push: { name: 'unknown', event: 'brand_new', changeType: 'twist', fields: { Thing: 'x' } },
  });
});

test('an event without what it must have is refused', () => {
  expect(push({ Event: 'change_external_contact', ChangeType: 'add_external_contact' })).toEqual({
    ok: false,
    reason: 'fields',
  });
  expect(readPush('<xml><A>1</A></xml>')).toEqual({ ok: false, reason: 'head' });
  expect(readPush('nothing')).toEqual({ ok: false, reason: 'syntax' });
});

test('a push and its repeat have one key, two pushes have two', () => {
  const event = (user: string) =>
    push({
      Event: 'change_external_contact',
      ChangeType: 'del_follow_user',
      UserID: user,
      ExternalUserID: 'wm1',
    });
  const key = (read: ReturnType<typeof push>) => (read.ok ? read.push.key : null);
  expect(key(event('a'))).toBe(key(event('a')));
  expect(key(event('a'))).not.toBe(key(event('b')));
});

test('whatever text an event holds, reading it never throws', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(undefined));
  const event = fc.constantFrom(...EVENTS);
  fc.assert(
    fc.property(
      event,
      fc.dictionary(fc.constantFrom('UserID', 'Id', 'ChatId', 'SelectedItems', 'JoinScene'), value),
      (e, fields) => {
        const read = push({ Event: e.event, ChangeType: e.changeType ?? undefined, ...fields });
        expect(typeof read.ok).toBe('boolean');
      },
    ),
    { numRuns: 5000 },
  );
});
