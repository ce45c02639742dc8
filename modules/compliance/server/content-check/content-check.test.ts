import { beforeAll, expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { ContentFacts } from '../../contract/content-check.ts';
import { disclosures } from '../../contract/disclosures.ts';
import { complianceModule } from '../module.ts';
import { insertStates } from '../rules/rule.repo.ts';
import { checkContent } from './content-check.service.ts';
import { identityCard, luhn, sensitiveIn } from './sensitive.ts';

let ctx: TestOrg;
beforeAll(async () => {
  ctx = testOrg();
  await aBank(ctx);
  await inTx(ctx, (ctx) => complianceModule().equipment!.bring(ctx));
});

type Given = Parameters<typeof ContentFacts.parse>[0] & object;
const facts = (given: Given = {}) =>
  ContentFacts.parse({ place: 'group', purpose: 'marketing', ...given });
const wealth = { products: [{ kind: 'wealth', grade: 'R2' }] };
const found = async (text: string, given?: Given) =>
  (await checkContent(ctx, text, facts(given))).findings.map(
    ({ rule, source }) => `${rule} ${source}`,
  );

test('CR-076 the risk text of the product’s class must stand word for word', async () => {
  const match = disclosures.wealth_match.text.replace('{product_risk_level}', 'R2');
  const given = { ...wealth, variables: { product_risk_level: 'R2' } };
  const full = `稳健理财上新。${disclosures.wealth.text}${match}`;
  expect(await found(full, given)).toEqual([]);
  expect(await found(full.replace('须谨慎', '需谨慎'), given)).toEqual(['CR-076 disclosure']);
  expect(await found(full.replace('R2', 'R3'), given)).toEqual(['CR-076 disclosure']);
  expect(await found(`${full}业绩比较基准见说明书。`, given)).toEqual(['CR-076 disclosure']);
});

test('CR-076 width of signs and spaces are no change of words', async () => {
  const text = '信用卡按约定计收利息和费用，请合理消费、 按时还款；活动详情以活动规则为准。';
  expect(await found(text, { products: [{ kind: 'credit_card', grade: null }] })).toEqual([]);
});

test('CR-077 every one-to-one marketing text has a way to stop, in whatever words; a service text needs none', async () => {
  const card = { place: 'one_to_one' };
  expect(await found('本周三有一场理财知识讲座', card)).toEqual(['CR-077 stop']);
  expect(await found('本周三有一场讲座。回复“退订”即可停止', card)).toEqual([]);
  expect(await found('本周三有一场讲座。不想再收到请告诉我', card)).toEqual([]);
  expect(await found('酒店、机票可免费退订', card)).toEqual(['CR-077 stop']);
  expect(await found('您预约的网点已确认', { ...card, purpose: 'service' })).toEqual([]);
  expect(await found('本周三有一场理财知识讲座')).toEqual([]);
});

test('CR-042 CR-033 numbers of a person and of secrets never stand in a text, however they are spaced', async () => {
  expect(await found('请核对 11010519491231002X 是否正确')).toEqual(['CR-042 sensitive']);
  expect(await found('卡号 4111 1111 1111 1111')).toEqual(['CR-042 sensitive']);
  expect(await found('加我 １３８-0000-1234')).toEqual(['CR-042 sensitive']);
  expect(await found('您的余额为52,300.00元')).toEqual(['CR-042 sensitive']);
  expect(await found('您的验证码是 382910')).toEqual(['CR-033 sensitive']);
  expect(await found('交易密码：123456')).toEqual(['CR-033 sensitive']);
  const { findings } = await checkContent(ctx, '卡号4111111111111111', facts());
  expect(findings[0]!.place).toMatchObject({ from: 2, to: 18, text: '*'.repeat(16) });
});

test('CR-073 a text that names no product is read as if it spoke of each', async () => {
  expect(await found('保本，放心买')).toEqual(['CR-073 lexicon']);
  expect(await found('秒到账')).toEqual(['CR-067 lexicon']);
  expect(await found('秒到账', wealth)).not.toContain('CR-067 lexicon');
});

test('CR-042 numbers that are none of a person’s are left alone', () => {
  expect(
    sensitiveIn('活动编号 1234567890123456，客服 95588，2026-03-02 开始，满 50000 元'),
  ).toEqual([]);
  expect(sensitiveIn('我的电话 13800001234', ['13800001234'])).toEqual([]);
  expect(identityCard('110105194912310021')).toBe(false);
  expect(luhn('0000000000000000')).toBe(false);
});

test('an article with three violations: each is explained with rule, place and proposal', async () => {
  const { level, findings } = await checkContent(
    ctx,
    '全网最低费率！这款理财保本，联系 13912345678【广告】',
    facts({ ...wealth, place: 'page' }),
  );
  expect(level).toBe('block');
  expect(findings.map((f) => [f.rule, f.place?.from ?? null, f.proposal !== null])).toEqual([
    ['CR-074', 0, true],
    ['CR-073', 11, true],
    ['CR-042', 17, true],
    ['CR-076', null, true],
    ['CR-076', null, true],
  ]);
  expect(findings[1]!.why).toEqual([
    '“保本”属于保本保收益承诺',
    '“保本”: promise of principal or return',
  ]);
});

const switching = async (rule: string, on: boolean, version: number, parameters = {}) =>
  inTx(ctx, (ctx) =>
    insertStates(ctx, [
      {
        ...{ rule, on, version, parameters, reason: '测试', by: '合规', approvalId: null },
        effectiveFrom: ctx.now(),
      },
    ]),
  );

test('CR-070 deposit insurance is named with insured deposits only, and its limit where people are taught', async () => {
  const deposit = { products: [{ kind: 'deposit', grade: null }] };
  const fund = { products: [{ kind: 'fund', grade: 'R2' }] };
  expect(await found('本产品受存款保险保护', fund)).toContain('CR-070 lexicon');
  expect(await found('本行存款受存款保险保护', deposit)).not.toContain('CR-070 lexicon');
  expect(await found('存款保险最高赔付 50 万元', deposit)).toContain('CR-070 lexicon');
  const taught = await found('存款保险限额 50 万元', { nature: ['education'] });
  expect(taught).not.toContain('CR-070 lexicon');
});

test('CR-069 insurance is spoken of neither as a deposit nor as bearing interest; what it is not may be said', async () => {
  const insurance = { kind: 'insurance', grade: 'R2' };
  const rules = async (text: string, ...more: { kind: string; grade: string | null }[]) =>
    (await found(text, { products: [insurance, ...more] } as Given)).filter((one) =>
      one.startsWith('CR-069'),
    );
  const hit = ['CR-069 lexicon'];
  expect(await rules('把存款换成这份保险')).toEqual(hit);
  expect(await rules('每年按时领利息')).toEqual(hit);
  expect(await rules('存款一样稳，利息更高')).toEqual([...hit, ...hit]);
  for (const text of [
    disclosures.insurance.text,
    '保险不是存款，也不产生利息',
    '它区别于银行存款，非存款',
    '保险与存款有本质区别',
  ])
    expect(await rules(text)).toEqual([]);
  // Beside a deposit the words are the deposit's; beside a loan interest is the loan's.
  expect(await rules('存款利息到期自动转存', { kind: 'deposit', grade: null })).toEqual([]);
  expect(await rules('贷款利息按日计', { kind: 'loan', grade: null })).toEqual([]);
  expect(await rules('像存款的贷款', { kind: 'loan', grade: null })).toEqual(hit);
  expect(await found('存款利息到期自动转存')).not.toContain('CR-069 lexicon');
  const { findings } = await checkContent(
    ctx,
    '利息不少',
    facts({ products: [insurance] } as Given),
  );
  expect(findings[0]).toMatchObject({ rule: 'CR-069', level: 'block', place: { from: 0, to: 2 } });
});

test('CR-071 a structured deposit is called no ordinary one, and has its text beside it', async () => {
  const structured = { products: [{ kind: 'structured_deposit', grade: 'R2' }] };
  const text = disclosures.structured_deposit.text;
  expect(await found(`结构性存款上新。${text}`, structured)).toEqual([]);
  expect(await found(`和普通存款一起买。${text}`, structured)).toContain('CR-071 lexicon');
  expect(await found(`不同于普通存款。${text}`, structured)).toEqual([]);
  expect(await found('结构性存款上新。', structured)).toEqual(['CR-076 disclosure']);
});

test('CR-078 what promotes a product in Moments or on a page is marked as advertising: warned of, or stopped where the bank says so', async () => {
  const card = { products: [{ kind: 'credit_card', grade: null }] };
  const text = `新卡上新。${disclosures.credit_card.text}`;
  const mark = async (said: string, given: Given) =>
    (await checkContent(ctx, said, facts(given))).findings.map((f) => `${f.rule} ${f.level}`);
  for (const place of ['moments', 'page'])
    expect(await mark(text, { ...card, place } as Given)).toEqual(['CR-078 warn']);
  const moments = { ...card, place: 'moments' } as const;
  expect(await mark(`【广告】${text}`, moments)).toEqual([]);
  expect(await mark(text, { ...moments, purpose: 'service' })).toEqual([]);
  expect(await mark('周三讲座', { place: 'moments' })).toEqual([]);
  expect(await mark(text, card)).toEqual([]);
  await switching('CR-078', true, 2, { level: 'block' });
  expect(await mark(text, moments)).toEqual(['CR-078 block']);
});

const saying: readonly { rule: string; text: string; given?: Given }[] = [
  { rule: 'CR-060', text: '这款理财和存款一样', given: wealth },
  { rule: 'CR-063', text: '预期收益率百分之四', given: wealth },
  { rule: 'CR-067', text: '秒批，无视征信', given: { products: [{ kind: 'loan', grade: null }] } },
  { rule: 'CR-074', text: '全行第一' },
  { rule: 'CR-075', text: '专家推荐', given: wealth },
  { rule: 'CR-081', text: '国家担保' },
  { rule: 'CR-084', text: '吊打同行' },
  { rule: 'CR-092', text: '最后机会' },
  { rule: 'CR-118', text: '买理财送礼', given: wealth },
  { rule: 'CR-120', text: '集赞有好礼' },
  { rule: 'CR-124', text: '拉人返利' },
  { rule: 'CR-137', text: '可以私下转账' },
  { rule: 'CR-033', text: '把验证码告诉我' },
];
test.each(saying)(
  '$rule “$text” is found in what goes to customers, by a rule of its own',
  async ({ rule, text, given }) => {
    const { findings } = await checkContent(ctx, text, facts({ place: 'one_to_one', ...given }));
    const hit = findings.find((f) => f.rule === rule && f.source === 'lexicon');
    expect(hit?.level).toBe(rule === 'CR-092' ? 'warn' : 'block');
  },
);

test('CR-062 CR-067 CR-071 CR-086 CR-087 what must stand beside benchmarks, loans, structured deposits, cases and AI texts is asked for, also while the rule of all is off', async () => {
  const asked: readonly (readonly [string, string, Given])[] = [
    ['CR-062', '业绩比较基准百分之三', { products: [{ kind: 'wealth', grade: null }] }],
    ['CR-067', '装修分期', { products: [{ kind: 'loan', grade: null }] }],
    ['CR-071', '结构性存款', { products: [{ kind: 'structured_deposit', grade: null }] }],
    ['CR-086', '王女士的故事', { nature: ['case'] }],
    ['CR-087', '写给您的一段话', { nature: ['ai_generated'] }],
  ];
  for (const [, text, given] of asked)
    expect(await found(text, given)).toContain('CR-076 disclosure');
  await switching('CR-076', false, 10);
  for (const [rule, text, given] of asked)
    expect(await found(text, given)).toEqual([`${rule} disclosure`]);
  await switching('CR-076', true, 11);
});

test('CR-106 a marketing text message has a way to stop, by a rule of its own', async () => {
  expect(await found('周三讲座', { place: 'sms' })).toEqual(['CR-106 stop']);
  expect(await found('周三讲座，拒收请回复R', { place: 'sms' })).toEqual([]);
});

test('CR-073 CR-059 a rule that the bank has switched off finds nothing; what another rule asks for as well stays', async () => {
  await switching('CR-073', false, 2);
  expect(await found('保本，放心买')).toEqual([]);
  expect(await found('全网最低费率')).toEqual(['CR-074 lexicon']);
  await switching('CR-073', true, 3);
  expect(await found('保本，放心买')).toEqual(['CR-073 lexicon']);
  const agency = { products: [{ kind: 'insurance', grade: null, agency: true }] };
  const ofInsurance = `新品。${disclosures.insurance.text}`;
  expect(await found(ofInsurance, agency)).toEqual(['CR-076 disclosure']);
  await switching('CR-076', false, 12);
  expect(await found(ofInsurance, agency)).toEqual(['CR-059 disclosure']);
  await switching('CR-076', true, 13);
});
