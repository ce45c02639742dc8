import { SMALL_APP } from '../bank.ts';
import type { LivingBank } from '../living-bank.ts';
import { body, by, type Case, DAY, type Make, text } from './case.ts';

const card = (more: object) => ({
  touser: 'zhangsan',
  agentid: 1000002,
  msgtype: 'template_card',
  template_card: {
    card_type: 'button_interaction',
    task_id: 'task-1',
    button_list: [{ text: 'a', key: 'k' }],
    ...more,
  },
});

const sub = { type: 'click', name: 'a', key: 'k' };

function menu(button: object): Make {
  return () => ({ query: { agentid: 1000002 }, body: { button: [button] } });
}

function app(more: object) {
  return { touser: 'zhangsan', agentid: 1000002, msgtype: 'text', text, ...more };
}

function notice(more: object) {
  return {
    touser: 'zhangsan',
    msgtype: 'miniprogram_notice',
    miniprogram_notice: { appid: 'wx1', title: '账单提醒', ...more },
  };
}

function update(b: LivingBank) {
  return {
    userids: ['zhangsan'],
    agentid: 1000002,
    response_code: b.ids.responseCode,
    button: { replace_name: '好' },
  };
}

export const APP_MESSAGE_CASES: readonly Case[] = [
  ['app-message.send', 40007, body(() => app({ msgtype: 'image', image: { media_id: 'none' } }))],
  ['app-message.send', 40032, body(() => app({ touser: Array(1001).fill('a').join('|') }))],
  ['app-message.send', 82002, body(() => app({ toparty: Array(101).fill('1').join('|') }))],
  ['app-message.send', 82003, body(() => app({ totag: Array(101).fill('1').join('|') }))],
  ['app-message.send', 81013, body(() => app({ touser: 'nobody' }))],
  ['app-message.send', 301002, body(() => app({ agentid: SMALL_APP }))],
  [
    'app-message.send',
    41016,
    body(() => app({ msgtype: 'textcard', textcard: { url: 'https://a.cn' } })),
  ],
  [
    'app-message.send',
    41033,
    body(() => app({ msgtype: 'textcard', textcard: { title: 'a', url: 'https://a.cn' } })),
  ],
  [
    'app-message.send',
    45002,
    body(() => app({ msgtype: 'news', news: { articles: [{ title: '长'.repeat(99) }] } })),
  ],
  [
    'app-message.send',
    45008,
    body(() => app({ msgtype: 'news', news: { articles: Array(9).fill({ title: 'a' }) } })),
  ],
  ['app-message.send', 42014, body(() => card({}))],
  ['app-message.send', 42014, body(() => card({ task_id: 'no spaces' }))],
  [
    'app-message.send',
    43012,
    by(
      body(() => ({ ...card({ task_id: 'z' }), agentid: SMALL_APP, touser: 'WangWu' })),
      SMALL_APP,
    ),
  ],
  ['app-message.send', 90200, body(() => notice({ appid: undefined }))],
  [
    'app-message.send',
    90201,
    body(() => notice({ content_item: Array(11).fill({ key: 'a', value: 'b' }) })),
  ],
  [
    'app-message.send',
    90202,
    body(() => notice({ content_item: [{ key: 'a'.repeat(11), value: 'b' }] })),
  ],
  [
    'app-message.send',
    90203,
    body(() => notice({ content_item: [{ key: 'a', value: 'b'.repeat(31) }] })),
  ],
  [
    'app-message.recall',
    42052,
    async (b) => {
      await b.advance(DAY + 1);
      return { body: { msgid: b.ids.message } };
    },
  ],
  ['app-message.update-card', 301002, body((b) => ({ ...update(b), agentid: SMALL_APP }))],
  [
    'app-message.update-card',
    42015,
    by(
      body((b) => ({ ...update(b), agentid: SMALL_APP, userids: ['WangWu'] })),
      SMALL_APP,
    ),
  ],
  ['app-message.update-card', 60140, body((b) => ({ ...update(b), response_code: 'none' }))],
  [
    'menu.create',
    40020,
    menu({ type: 'view', name: 'a', url: `https://a.cn/${'x'.repeat(1024)}` }),
  ],
  ['menu.create', 40023, menu({ name: 'a', sub_button: Array(6).fill(sub) })],
  ['menu.create', 40024, menu({ name: 'a', sub_button: [{ ...sub, type: 'x' }] })],
  ['menu.create', 40025, menu({ name: 'a', sub_button: [{ ...sub, name: 'x'.repeat(41) }] })],
  ['menu.create', 40026, menu({ name: 'a', sub_button: [{ ...sub, key: 'x'.repeat(129) }] })],
  [
    'menu.create',
    40027,
    menu({ name: 'a', sub_button: [{ type: 'view', name: 'a', url: 'x'.repeat(1025) }] }),
  ],
];
