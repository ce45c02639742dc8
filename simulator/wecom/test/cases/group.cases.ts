import type { LivingBank } from '../living-bank.ts';
import { after, body, type Case, DAY, fetchJson, having } from './case.ts';

export const GROUP_CASES: readonly Case[] = [
  ['group.get', 40050, body(() => ({ chat_id: 'wrNone' }))],
  ['group.get', 90501, body((b) => ({ chat_id: b.ids.internalGroup }))],
  [
    'group.get',
    49008,
    async (b) => {
      const [made] = await b.act({ do: 'staff.create-group', userid: 'lisi', persons: ['p2'] });
      const chatId = String(made!.chatId);
      await b.act({ do: 'staff.dissolve-group', chatId });
      return { body: { chat_id: chatId } };
    },
  ],
  ['group.list', 60111, body(() => ({ owner_filter: { userid_list: ['nobody'] }, limit: 1 }))],
  ['join-way.add', 40050, body(() => ({ scene: 2, chat_id_list: ['wrNone'] }))],
  [
    'join-way.add',
    41045,
    having(
      { contactWays: 1 },
      body((b) => ({ scene: 2, chat_id_list: [b.ids.group] })),
    ),
  ],
  [
    'join-way.update',
    40050,
    body((b) => ({ config_id: b.ids.joinWay, scene: 2, chat_id_list: ['wrNone'] })),
  ],
  ['transfer.customers', 40130, body((b) => take(b, 'zhangsan', 'ZhangSan'))],
  ['transfer.customers', 40098, body((b) => take(b, 'zhangsan', 'zhaoliu'))],
  ['transfer.customers', 40003, body((b) => take(b, 'zhangsan', 'nobody'))],
  [
    'transfer.customers',
    40143,
    after(
      [{ do: 'staff.update', userid: 'zhouba', banned: true }],
      body((b) => take(b, 'zhangsan', 'zhouba')),
    ),
  ],
  ['transfer.leaver-customers', 40097, body((b) => take(b, 'zhangsan', 'lisi'))],
  ['transfer.leaver-customers', 40098, body((b) => take(b, 'former', 'zhaoliu'))],
  ['transfer.leaver-customers', 40130, body((b) => take(b, 'former', 'former'))],
  ['transfer.leaver-customers', 40143, body((b) => take(b, 'former', 'zhouba'))],
  ['transfer.leaver-groups', 40098, body((b) => groups(b, 'zhaoliu'))],
  ['transfer.leaver-groups', 40003, body((b) => groups(b, 'nobody'))],
  ['transfer.groups', 40098, body((b) => groups(b, 'zhaoliu'))],
  ['transfer.old', 40098, body((b) => one(b, 'zhangsan', 'zhaoliu'))],
  ['transfer.old', 40130, body((b) => one(b, 'zhangsan', 'zhangsan'))],
  ['transfer.old', 40131, body((b) => one(b, 'WangWu', 'lisi'))],
  [
    'transfer.old',
    40100,
    async (b) => {
      await b.act({ do: 'customer.add', person: 'p4', userid: 'WangWu' });
      await fetchJson(
        b,
        '/cgi-bin/externalcontact/transfer',
        one(b, 'WangWu', 'lisi', b.ids.plain),
      );
      return { body: one(b, 'zhangsan', 'lisi', b.ids.plain) };
    },
  ],
  [
    'transfer.old',
    40128,
    async (b) => {
      await b.act({ do: 'customer.add', person: 'p27', userid: 'zhangsan' });
      const id = await b.customer('p27');
      for (const [from, to] of [
        ['zhangsan', 'lisi'],
        ['lisi', 'WangWu'],
      ] as const) {
        await fetchJson(b, '/cgi-bin/externalcontact/transfer', one(b, from, to, id));
        await b.advance(DAY + 1);
      }
      return { body: one(b, 'WangWu', 'zhangsan', id) };
    },
  ],
  [
    'transfer.leaver-customers',
    40205,
    async (b) => {
      await b.advance(366 * DAY);
      await b.act({ do: 'staff.login', userid: 'lisi' });
      return { body: take(b, 'former', 'lisi') };
    },
  ],
];

function take(b: LivingBank, handover_userid: string, takeover_userid: string) {
  return { handover_userid, takeover_userid, external_userid: [b.ids.customer] };
}

function one(b: LivingBank, handover: string, takeover: string, id = b.ids.customer) {
  return { handover_userid: handover, takeover_userid: takeover, external_userid: id };
}

function groups(b: LivingBank, new_owner: string) {
  return { chat_id_list: [b.ids.orphanGroup], new_owner };
}
