import type { LivingBank } from '../living-bank.ts';
import { type Make, pair, span, unionid } from './example.ts';

export const CUSTOMER_EXAMPLES: Record<string, Make> = {
  'token.get': (b) => ({ query: { corpid: b.corpId, corpsecret: 'secret-app-1' } }),
  'token.callback-addresses': () => ({}),
  'token.api-addresses': () => ({}),
  'member.get': () => ({ query: { userid: 'zhangsan' } }),
  'member.list': () => ({ query: { department_id: 2 } }),
  'member.list-briefly': () => ({ query: { department_id: 2 } }),
  'member.list-ids': () => ({ body: { limit: 2 } }),
  'member.find-by-mobile': () => ({ body: { mobile: '13800000001' } }),
  'member.find-by-email': () => ({ body: { email: 'zs@bank.example' } }),
  'member.to-openid': () => ({ body: { userid: 'zhangsan' } }),
  'member.from-service-ids': () => ({
    body: { open_userid_list: ['woxxxx'], source_agentid: 1 },
  }),
  'department.list': () => ({ query: { id: 3 } }),
  'department.list-ids': () => ({}),
  'department.get': () => ({ query: { id: 2 } }),
  'agent.get': () => ({ query: { agentid: 1000002 } }),
  'agent.list': () => ({}),
  'agent.set': () => ({ body: { agentid: 1000002, description: '网点助手' } }),
  'customer.follow-users': () => ({}),
  'customer.list': () => ({ query: { userid: 'zhangsan' } }),
  'customer.get': (b) => ({ query: { external_userid: b.ids.customer } }),
  'customer.batch-get': () => ({ body: { userid_list: ['zhangsan', 'lisi'], limit: 2 } }),
  'customer.contact-list': () => ({ body: { limit: 3 } }),
  'customer.remark': (b) => ({ body: { ...pair(b), remark: '老客户' } }),
  'customer.to-openid': (b) => ({ body: { external_userid: b.ids.customer } }),
  'customer.from-unionid': async (b) => ({ body: { unionid: await unionid(b) } }),
  'customer.convert-unionid': async (b) => ({
    body: { unionid: await unionid(b), openid: 'oX', subject_type: 0 },
  }),
  'customer.migrate-ids': (b) => ({ body: { external_userid_list: [b.ids.customer] } }),
  'customer.from-service-id': (b) => ({
    body: { external_userid: b.ids.customer, source_agentid: 1 },
  }),
  'customer.convert-temporary-ids': () => ({
    body: { business_type: 1, user_type: 1, tmp_external_userid_list: ['ouNobody'] },
  }),
  'contact-way.add': () => ({ body: { type: 2, scene: 2, user: ['zhangsan'], party: [3] } }),
  'contact-way.get': (b) => ({ body: { config_id: b.ids.way } }),
  'contact-way.list': () => ({ body: {} }),
  'contact-way.update': (b) => ({ body: { config_id: b.ids.way, state: 'live-8' } }),
  'contact-way.delete': (b) => ({ body: { config_id: b.ids.way } }),
  'contact-way.close-temporary-chat': async (b) => ({ body: await temporaryPair(b) }),
  'acquisition-link.list': () => ({ body: { limit: 10 } }),
  'acquisition-link.get': (b) => ({ body: { link_id: b.ids.link } }),
  'acquisition-link.create': () => ({
    body: {
      link_name: '夏季',
      range: { department_list: [2] },
      priority_option: { priority_type: 1 },
    },
  }),
  'acquisition-link.update': (b) => ({ body: { link_id: b.ids.link, link_name: '秋季' } }),
  'acquisition-link.delete': (b) => ({ body: { link_id: b.ids.link } }),
  'acquisition-link.customers': (b) => ({ body: { link_id: b.ids.link, limit: 10 } }),
  'acquisition-link.quota': () => ({}),
  'acquisition-link.statistic': (b) => ({ body: { link_id: b.ids.link, ...span } }),
  'acquisition-link.chat': async (b) => ({ body: { chat_key: await chatKey(b) } }),
  'tag.list': (b) => ({ body: { tag_id: [b.ids.tag] } }),
  'tag.add': (b) => ({ body: { group_id: b.ids.tagGroup, tag: [{ name: '社保' }] } }),
  'tag.edit': (b) => ({ body: { id: b.ids.tag, name: '代发客户' } }),
  'tag.delete': (b) => ({ body: { tag_id: [b.ids.otherTag] } }),
  'tag.mark': (b) => ({ body: { ...pair(b), add_tag: [b.ids.tag], remove_tag: [] } }),
  'strategy-tag.list': (b) => ({ body: { strategy_id: b.ids.strategy } }),
  'strategy-tag.add': (b) => ({
    body: { strategy_id: b.ids.strategy, group_name: '新组', tag: [{ name: '潜力' }] },
  }),
  'strategy-tag.edit': (b) => ({ body: { id: b.ids.strategyTag, name: '重点客户' } }),
  'strategy-tag.delete': (b) => ({ body: { tag_id: [b.ids.strategyTag] } }),
};

/** A temporary chat that is open. */
async function temporaryPair(b: LivingBank) {
  const token = await b.token();
  const answer = await fetch(
    `${b.url}/cgi-bin/externalcontact/add_contact_way?access_token=${token}`,
    {
      method: 'POST',
      body: JSON.stringify({ type: 1, scene: 2, is_temp: true, user: ['lisi'] }),
    },
  );
  const { config_id } = (await answer.json()) as { config_id: string };
  await b.act({ do: 'customer.scan', person: 'p31', configId: config_id });
  return { userid: 'lisi', external_userid: await b.customer('p31') };
}

/** The key that comes with the third message of an acquired customer. */
async function chatKey(b: LivingBank): Promise<string> {
  const token = await b.token();
  const made = await fetch(
    `${b.url}/cgi-bin/externalcontact/customer_acquisition/create_link?access_token=${token}`,
    {
      method: 'POST',
      body: JSON.stringify({ link_name: 'k', range: { user_list: ['zhouba'] } }),
    },
  );
  const { link } = (await made.json()) as { link: { link_id: string } };
  await b.act({ do: 'customer.open-link', person: 'p32', linkId: link.link_id, channel: 'ad' });
  const say = { do: 'customer.say', person: 'p32', userid: 'zhouba', content: { content: '好' } };
  await b.act(say, say, say);
  const pushes = await b.receiver.settle();
  return String(pushes.findLast((p) => p.name === 'acquisition.message-received')?.fields.ChatKey);
}
