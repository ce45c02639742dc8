import { NOW } from '../bank.ts';
import type { LivingBank } from '../living-bank.ts';
import { type Case, fetchJson } from './case.ts';

const HOUR = 3600;
const text = { content: '您好' };
const nowhere = { open_kfid: 'wkNone' };
const here = (b: LivingBank) => ({ open_kfid: b.ids.kf, external_userid: b.ids.customer });
const message = (b: LivingBank, more: object = {}) => ({
  touser: b.ids.customer,
  open_kfid: b.ids.kf,
  msgtype: 'text',
  text,
  ...more,
});
const send = (b: LivingBank, more: object = {}) =>
  fetchJson(b, '/cgi-bin/kf/send_msg', message(b, more));
const write = (b: LivingBank) =>
  b.act({
    do: 'customer.write-to-service',
    person: 'p1',
    openKfid: b.ids.kf,
    content: { content: '在吗' },
  });

/** WeChat customer service: quotas and states. In this order. */
export const SERVICE_CASES: readonly Case[] = [
  ['customer-service.update-account', 95004, () => ({ body: { ...nowhere, name: 'x' } })],
  ['customer-service.delete-account', 95004, () => ({ body: nowhere })],
  ['customer-service.contact-way', 95004, () => ({ body: nowhere })],
  [
    'customer-service.add-servicers',
    95004,
    () => ({ body: { ...nowhere, userid_list: ['lisi'] } }),
  ],
  ['customer-service.add-servicers', 40058, (b) => ({ body: { open_kfid: b.ids.kf } })],
  [
    'customer-service.delete-servicers',
    95004,
    () => ({ body: { ...nowhere, userid_list: ['lisi'] } }),
  ],
  ['customer-service.delete-servicers', 40058, (b) => ({ body: { open_kfid: b.ids.kf } })],
  ['customer-service.servicers', 95004, () => ({ query: nowhere })],
  ['customer-service.state', 95004, (b) => ({ body: { ...here(b), ...nowhere } })],
  ['customer-service.sync', 95004, () => ({ body: nowhere })],
  ['customer-service.send', 95004, (b) => ({ body: message(b, nowhere) })],
  [
    'customer-service.change-state',
    95004,
    (b) => ({ body: { ...here(b), ...nowhere, service_state: 1 } }),
  ],
  [
    'customer-service.change-state',
    95014,
    (b) => ({ body: { ...here(b), service_state: 3, servicer_userid: 'WangWu' } }),
  ],
  [
    'customer-service.send',
    95009,
    (b) => ({ body: message(b, { msgtype: 'msgmenu', msgmenu: { list: [{}] } }) }),
  ],
  [
    'customer-service.send',
    95033,
    async (b) => {
      await send(b, { msgid: 'same' });
      return { body: message(b, { msgid: 'same' }) };
    },
  ],
  [
    'customer-service.send',
    95001,
    async (b) => {
      await write(b);
      for (let i = 0; i < 5; i++) await send(b);
      return { body: message(b) };
    },
  ],
  [
    'customer-service.send',
    95018,
    async (b) => {
      await write(b);
      await fetchJson(b, '/cgi-bin/kf/service_state/trans', { ...here(b), service_state: 4 });
      return { body: message(b) };
    },
  ],
  ['customer-service.change-state', 95013, (b) => ({ body: { ...here(b), service_state: 1 } })],
  [
    'customer-service.change-state',
    95016,
    async (b) => {
      await write(b);
      return { body: { ...here(b), service_state: 0 } };
    },
  ],
  [
    'customer-service.send',
    95002,
    async (b) => {
      await b.advance(49 * HOUR);
      return { body: message(b) };
    },
  ],
  [
    'customer-service.answer-event',
    95007,
    () => ({ body: { code: 'none', msgtype: 'text', text } }),
  ],
  [
    'customer-service.statistic',
    95004,
    () => ({ body: { ...nowhere, start_time: NOW, end_time: NOW } }),
  ],
  [
    'customer-service.servicer-statistic',
    95004,
    () => ({ body: { ...nowhere, start_time: NOW, end_time: NOW } }),
  ],
];
