import { SMALL_APP } from '../bank.ts';
import type { LivingBank } from '../living-bank.ts';
import { body, by, type Case, fetchJson, having } from './case.ts';

const off = { enabled: false, expired: false, edition: 2, staff: ['lisi'] };
const over = { enabled: true, expired: true, edition: 2, staff: ['lisi'] };

export const OTHER_CASES: readonly Case[] = [
  ['token.get', 40001, (b) => ({ query: { corpid: b.corpId, corpsecret: 'wrong' } })],
  ['token.get', 40013, () => ({ query: { corpid: 'wwNone', corpsecret: 'x' } })],
  [
    'token.get',
    40091,
    async (b) => {
      await b.control('POST', '/sim/corps', {
        corpId: 'ww00000000000000ff',
        name: '另一家',
        apps: [{ agentId: 1, secret: 'secret-other' }],
      });
      return { query: { corpid: b.corpId, corpsecret: 'secret-other' } };
    },
  ],
  ['jssdk.app-ticket', 91040, () => ({ query: { type: 'other' } })],
  [
    'archive.staff',
    301053,
    having(
      { archive: off },
      body(() => ({})),
    ),
  ],
  [
    'archive.staff',
    301052,
    having(
      { archive: over },
      body(() => ({})),
    ),
  ],
  [
    'archive.group-agreement',
    301053,
    having(
      { archive: off },
      body((b) => ({ roomid: b.ids.group })),
    ),
  ],
  [
    'archive.group-agreement',
    301052,
    having(
      { archive: over },
      body((b) => ({ roomid: b.ids.group })),
    ),
  ],
  ['archive.group-agreement', 86001, body(() => ({ roomid: 'wrNone' }))],
  [
    'archive.internal-group',
    301053,
    having(
      { archive: off },
      body((b) => ({ roomid: b.ids.group })),
    ),
  ],
  ['archive.internal-group', 301059, body((b) => ({ roomid: b.ids.group }))],
  ['archive.agreement', 301053, having({ archive: off }, body(agreement))],
  ['archive.agreement', 301052, having({ archive: over }, body(agreement))],
  [
    'archive.agreement',
    301061,
    body(() => ({ info: [{ userid: 'lisi', exteranalopenid: 'wmNone' }] })),
  ],
  ['archive.robot', 60136, () => ({ query: { robot_id: 'wbNone' } })],
  [
    'zone.set-public-key',
    40212,
    async (b) => {
      const key = { public_key: b.ids.publicKey, public_key_ver: 3 };
      const agent = 2000004;
      await fetchJson(b, '/cgi-bin/chatdata/set_public_key', key, agent);
      return { body: key };
    },
  ],
  ['product.get', 41075, body(() => ({ product_id: 'none' }))],
  [
    'product.update',
    48002,
    by(
      body((b) => ({ product_id: b.ids.product })),
      SMALL_APP,
    ),
  ],
  [
    'product.delete',
    48002,
    by(
      body((b) => ({ product_id: b.ids.product })),
      SMALL_APP,
    ),
  ],
  [
    'product.update',
    40007,
    body((b) => ({
      product_id: b.ids.product,
      attachments: [{ type: 'image', image: { media_id: b.ids.momentImage } }],
    })),
  ],
  ['product.add', 41202, having({ productsAllowed: 1 }, body(aProduct))],
  ['product.get', 41074, async (b) => ({ body: { product_id: await aDeletedProduct(b) } })],
  ['product.update', 41074, async (b) => ({ body: { product_id: await aDeletedProduct(b) } })],
  ['product.delete', 41074, async (b) => ({ body: { product_id: await aDeletedProduct(b) } })],
  ['intercept-rule.add', 41077, body(() => aRule('禁语'))],
  [
    'intercept-rule.update',
    41077,
    async (b) => {
      await fetchJson(b, '/cgi-bin/externalcontact/add_intercept_rule', aRule('另一条'));
      return { body: { rule_id: b.ids.rule, rule_name: '另一条' } };
    },
  ],
  [
    'intercept-rule.update',
    48002,
    by(
      body((b) => ({ rule_id: b.ids.rule })),
      SMALL_APP,
    ),
  ],
  [
    'intercept-rule.delete',
    48002,
    by(
      body((b) => ({ rule_id: b.ids.rule })),
      SMALL_APP,
    ),
  ],
  ['intercept-rule.get', 41071, async (b) => ({ body: { rule_id: await aDeletedRule(b) } })],
  ['intercept-rule.update', 41071, async (b) => ({ body: { rule_id: await aDeletedRule(b) } })],
  ['intercept-rule.delete', 41071, async (b) => ({ body: { rule_id: await aDeletedRule(b) } })],
  [
    'intercept-rule.add',
    41069,
    async (b) => {
      for (let i = 0; i < 100; i++)
        await fetchJson(b, '/cgi-bin/externalcontact/add_intercept_rule', aRule(`规则${i}`));
      return { body: aRule('太多') };
    },
  ],
  ['interconnection.list', 301002, body(() => ({ agentid: SMALL_APP }))],
  [
    'interconnection.token',
    670001,
    body(() => ({ corpid: 'ww00000000000000ff', agentid: 1000002 })),
  ],
  ['interconnection.session', 42013, body(() => ({ userid: 'zhangsan', session_key: 'short' }))],
];

function agreement(b: LivingBank) {
  return { info: [{ userid: 'lisi', exteranalopenid: b.ids.second }] };
}

function aProduct(b: LivingBank) {
  return {
    description: 'x',
    price: 1,
    attachments: [{ type: 'image', image: { media_id: b.ids.albumImage } }],
  };
}

async function aDeletedProduct(b: LivingBank): Promise<string> {
  const path = '/cgi-bin/externalcontact';
  const { product_id } = await fetchJson(b, `${path}/add_product_album`, aProduct(b));
  await fetchJson(b, `${path}/delete_product_album`, { product_id });
  return String(product_id);
}

function aRule(rule_name: string) {
  return {
    rule_name,
    word_list: ['x'],
    intercept_type: 1,
    applicable_range: { user_list: ['zhangsan'] },
  };
}

let temporary = 0;
async function aDeletedRule(b: LivingBank): Promise<string> {
  const path = '/cgi-bin/externalcontact';
  const { rule_id } = await fetchJson(b, `${path}/add_intercept_rule`, aRule(`临时${++temporary}`));
  await fetchJson(b, `${path}/del_intercept_rule`, { rule_id });
  return String(rule_id);
}
