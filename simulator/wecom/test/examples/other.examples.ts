import { NOW } from '../bank.ts';
import type { LivingBank } from '../living-bank.ts';
import { DAY, type Make, span, text, unionid } from './example.ts';

const owners = { owner_filter: { userid_list: ['zhangsan'] } };
const past = { start_time: NOW - 7 * DAY, end_time: NOW - DAY };
const days = { day_begin_time: NOW - 7 * DAY, day_end_time: NOW - DAY };

export const OTHER_EXAMPLES: Record<string, Make> = {
  'jssdk.corp-ticket': () => ({}),
  'jssdk.app-ticket': () => ({ query: { type: 'agent_config' } }),
  'oauth.user': async (b) => ({ query: { code: await oauthCode(b) } }),
  'oauth.user-old': async (b) => ({ query: { code: await oauthCode(b) } }),
  'oauth.user-detail': async (b) => {
    const code = await oauthCode(b, 'snsapi_privateinfo');
    const token = await b.token();
    const answer = await fetch(
      `${b.url}/cgi-bin/auth/getuserinfo?code=${code}&access_token=${token}`,
    );
    return {
      body: { user_ticket: ((await answer.json()) as { user_ticket: string }).user_ticket },
    };
  },
  'archive.staff': () => ({ body: { type: 2 } }),
  'archive.agreement': (b) => ({
    body: { info: [{ userid: 'lisi', exteranalopenid: b.ids.second }] },
  }),
  'archive.group-agreement': (b) => ({ body: { roomid: b.ids.group } }),
  'archive.internal-group': (b) => ({ body: { roomid: b.ids.internalGroup } }),
  'archive.robot': () => ({ query: { robot_id: 'wbNobody' } }),
  'zone.set-public-key': (b) => ({ body: { public_key: b.ids.publicKey, public_key_ver: 1 } }),
  'zone.staff': () => ({ body: { limit: 10 } }),
  'zone.set-callback': () => ({ body: { program_id: 'prog' } }),
  'zone.call': () => ({ body: { program_id: 'prog', ability_id: 'a', request_data: '{}' } }),
  'zone.start-task': () => ({ body: { program_id: 'prog', ability_id: 'a', request_data: '{}' } }),
  'zone.upload-media': () => ({ query: { type: 'file' }, file: Buffer.from('a file') }),
  'zone.set-masking': () => ({
    body: {
      userid: 'lisi',
      config: { hide_mobile: true, hide_idcard: true, hide_bankno: true },
    },
  }),
  'zone.set-log-level': () => ({ body: { program_id: 'prog', log_level: 2 } }),
  'zone.open-debug': () => ({ body: { program_id: 'prog', debug_token: 't' } }),
  'zone.close-debug': () => ({ body: { program_id: 'prog' } }),
  'zone.check-debug': () => ({ body: { program_id: 'prog' } }),
  'statistics.behavior': () => ({ body: { userid: ['zhangsan'], ...past } }),
  'statistics.groups': () => ({ body: { ...days, ...owners } }),
  'statistics.groups-by-day': () => ({ body: { ...days, ...owners } }),
  'product.add': (b) => ({
    body: {
      description: '理财',
      price: 1,
      product_sn: 'SN1',
      attachments: [{ type: 'image', image: { media_id: b.ids.albumImage } }],
    },
  }),
  'product.get': (b) => ({ body: { product_id: b.ids.product } }),
  'product.list': () => ({ body: {} }),
  'product.update': (b) => ({ body: { product_id: b.ids.product, price: 200 } }),
  'product.delete': (b) => ({ body: { product_id: b.ids.product } }),
  'intercept-rule.add': () => ({
    body: {
      rule_name: '新禁语',
      word_list: ['稳赚'],
      semantics_list: [1],
      intercept_type: 2,
      applicable_range: { user_list: ['zhangsan'] },
    },
  }),
  'intercept-rule.list': () => ({}),
  'intercept-rule.get': (b) => ({ body: { rule_id: b.ids.rule } }),
  'intercept-rule.update': (b) => ({
    body: { rule_id: b.ids.rule, word_list: ['保本', '高收益'] },
  }),
  'intercept-rule.delete': (b) => ({ body: { rule_id: b.ids.rule } }),
  ...strategyExamples('customer-strategy', (b) => b.ids.strategy),
  ...strategyExamples('moment-strategy', (b) => b.ids.momentStrategy),
  'interconnection.list': () => ({ body: { agentid: 1000002 } }),
  'interconnection.token': (b) => ({ body: { corpid: b.corpId, agentid: 1000002 } }),
  'interconnection.session': () => ({
    body: { userid: 'zhangsan', session_key: 'abcdefgh12345678' },
  }),
  'interconnection.from-unionid': async (b) => ({
    body: { unionid: await unionid(b), openid: 'oX' },
  }),
  'customer-service.add-account': (b) => ({ body: { name: '新客服', media_id: b.ids.image } }),
  'customer-service.update-account': (b) => ({ body: { open_kfid: b.ids.kf, name: '客服二' } }),
  'customer-service.accounts': () => ({ body: { offset: 0, limit: 10 } }),
  'customer-service.contact-way': (b) => ({ body: { open_kfid: b.ids.kf, scene: 'home' } }),
  'customer-service.add-servicers': (b) => ({
    body: { open_kfid: b.ids.kf, userid_list: ['lisi'], department_id_list: [2] },
  }),
  'customer-service.delete-servicers': (b) => ({
    body: { open_kfid: b.ids.kf, userid_list: ['lisi'] },
  }),
  'customer-service.servicers': (b) => ({ query: { open_kfid: b.ids.kf } }),
  'customer-service.state': (b) => ({
    body: { open_kfid: b.ids.kf, external_userid: b.ids.customer },
  }),
  'customer-service.change-state': (b) => ({
    body: {
      open_kfid: b.ids.kf,
      external_userid: b.ids.customer,
      service_state: 3,
      servicer_userid: 'zhangsan',
    },
  }),
  'customer-service.sync': (b) => ({ body: { open_kfid: b.ids.kf, limit: 1 } }),
  'customer-service.send': (b) => ({
    body: {
      touser: b.ids.customer,
      open_kfid: b.ids.kf,
      msgid: 'mine-1',
      msgtype: 'text',
      text,
    },
  }),
  'customer-service.answer-event': (b) => ({
    body: { code: b.ids.kfCode, msgtype: 'text', text },
  }),
  'customer-service.customers': (b) => ({
    body: { external_userid_list: [b.ids.customer, 'nobody'] },
  }),
  'customer-service.statistic': (b) => ({ body: { open_kfid: b.ids.kf, ...span } }),
  'customer-service.servicer-statistic': () => ({ body: { servicer_userid: 'zhangsan', ...span } }),
  // Last: what the others need is gone afterwards.
  'customer-service.delete-account': (b) => ({ body: { open_kfid: b.ids.kf } }),
};

function strategyExamples(noun: string, id: (b: LivingBank) => number): Record<string, Make> {
  return {
    [`${noun}.list`]: () => ({ body: { limit: 10 } }),
    [`${noun}.get`]: (b) => ({ body: { strategy_id: id(b) } }),
    [`${noun}.range`]: (b) => ({ body: { strategy_id: id(b), limit: 10 } }),
    [`${noun}.create`]: () => ({
      body: {
        strategy_name: '新规则组',
        admin_list: ['lisi'],
        privilege: { view_room_data: false },
        range: [{ type: 1, userid: 'zhangsan' }],
      },
    }),
    [`${noun}.edit`]: (b) => ({
      body: { strategy_id: id(b), strategy_name: '改名', range_add: [{ type: 2, partyid: 3 }] },
    }),
    [`${noun}.delete`]: (b) => ({ body: { strategy_id: id(b) } }),
  };
}

export async function oauthCode(b: LivingBank, scope = 'snsapi_base'): Promise<string> {
  const query = new URLSearchParams({
    appid: b.corpId,
    redirect_uri: 'https://bank.example/in',
    response_type: 'code',
    scope,
    state: 's',
    agentid: '1000002',
    sim_user: 'zhangsan',
  });
  const page = await fetch(`${b.url}/connect/oauth2/authorize?${query}`, { redirect: 'manual' });
  return new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
}
