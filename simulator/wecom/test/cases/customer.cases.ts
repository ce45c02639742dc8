import { NOW, SMALL_APP } from '../bank.ts';
import type { LivingBank } from '../living-bank.ts';
import { body, by, type Case, DAY, having, pair } from './case.ts';

const stranger = (b: LivingBank) => ({ userid: 'zhouba', external_userid: b.ids.customer });
const way = (more: object = {}) => ({ type: 1, scene: 2, user: ['zhangsan'], ...more });
const link = (range: object = { user_list: ['zhangsan'] }) => ({ link_name: '新', range });

export const CUSTOMER_CASES: readonly Case[] = [
  ['customer.list', 60111, () => ({ query: { userid: 'nobody' } })],
  ['customer.batch-get', 60111, () => ({ body: { userid_list: ['nobody'] } })],
  ['customer.get', 40096, () => ({ query: { external_userid: 'wmNobody' } })],
  ['customer.get', 40096, (b) => ({ query: { external_userid: b.ids.plain }, agent: SMALL_APP })],
  [
    'customer.get',
    84061,
    async (b) => {
      await b.act(
        { do: 'customer.add', person: 'p20', userid: 'lisi' },
        { do: 'staff.delete-customer', person: 'p20', userid: 'lisi' },
      );
      return { query: { external_userid: await b.customer('p20') } };
    },
  ],
  ['customer.remark', 84061, body((b) => ({ ...stranger(b), remark: 'x' }))],
  [
    'customer.from-unionid',
    41057,
    having(
      { developerBound: false },
      body(() => ({ unionid: 'x' })),
    ),
  ],
  ['customer.from-unionid', 610014, body(() => ({ unionid: 'nobody' }))],
  [
    'customer.from-unionid',
    84061,
    async (b) => {
      await b.control('POST', '/sim/people', {
        people: [{ person: 'far', name: '远方', unionid: 'oFar' }],
      });
      return { body: { unionid: 'oFar' } };
    },
  ],
  [
    'contact-way.add',
    41045,
    having(
      { contactWays: 1 },
      body(() => way()),
    ),
  ],
  ['contact-way.add', 41054, body(() => way({ user: ['zhaoliu'] }))],
  ['contact-way.add', 41054, body(() => way({ user: ['sunqi'] }))],
  ['contact-way.add', 40003, body(() => way({ user: ['nobody'] }))],
  [
    'contact-way.add',
    41057,
    having(
      { developerBound: false },
      body(() => way({ is_temp: true, unionid: 'o' })),
    ),
  ],
  ['contact-way.update', 40003, body((b) => ({ config_id: b.ids.way, user: ['nobody'] }))],
  ['contact-way.update', 41054, body((b) => ({ config_id: b.ids.way, user: ['zhaoliu'] }))],
  ['contact-way.close-temporary-chat', 84061, body(pair)],
  ['acquisition-link.create', 41054, body(() => link({ user_list: ['zhaoliu'] }))],
  [
    'acquisition-link.create',
    41095,
    having(
      { acquisitionLinks: 1 },
      body(() => link()),
    ),
  ],
  [
    'acquisition-link.create',
    41200,
    having(
      { acquisitionAllowed: false },
      body(() => link()),
    ),
  ],
  ...(['get', 'delete', 'update', 'customers'] as const).map(
    (verb): Case => [
      `acquisition-link.${verb}`,
      60136,
      by(
        body((b) => ({ link_id: b.ids.link })),
        SMALL_APP,
      ),
    ],
  ),
  [
    'acquisition-link.statistic',
    60136,
    body(() => ({ link_id: 'caNone', start_time: NOW - DAY, end_time: NOW })),
  ],
  ['acquisition-link.chat', 41201, body(() => ({ chat_key: 'none' }))],
  [
    'acquisition-link.update',
    40070,
    body((b) => ({ link_id: b.ids.link, range: { user_list: [] } })),
  ],
];
