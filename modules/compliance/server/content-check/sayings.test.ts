import { beforeAll, describe, expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { ContentFacts } from '../../contract/content-check.ts';
import { findInForce, insertVersion, setState } from '../lexicon/lexicon.repo.ts';
import { complianceModule } from '../module.ts';
import { insertStates } from '../rules/rule.repo.ts';
import { checkContent } from './content-check.service.ts';

let ctx: TestOrg;
beforeAll(async () => {
  ctx = testOrg();
  await aBank(ctx);
  await inTx(ctx, (ctx) => complianceModule().equipment!.bring(ctx));
});

const about =
  (rule: string) =>
  async (text: string, given: object = {}) => {
    const facts = ContentFacts.parse({ place: 'group', purpose: 'marketing', ...given });
    const { findings } = await checkContent(ctx, text, facts);
    return findings.filter((f) => f.rule === rule);
  };
const levels = async (rule: string, text: string, given: object = {}) =>
  (await about(rule)(text, given)).map(({ level }) => level);

describe('CR-135 an order, an amount or a signature is not collected in chat: the link is sent', () => {
  test.each([
    '回复金额即可认购',
    '想认购的朋友回复“1”即可认购',
    '您回复一下金额，我来安排',
    '告诉我购买金额就行',
    '想买多少直接发我',
    '群里接龙认购，名额有限',
    '我帮您下单，不用跑网点',
    '把您的手机给我，我替您操作',
    '签字拍照发我就可以',
    '把身份证拍给我',
    '您把签名发过来',
    '我可以代您签字',
    '把金额报给我',
    '我帮您做风险测评',
  ])('%s', async (text) => {
    const [found] = await about('CR-135')(text);
    expect(found).toMatchObject({ level: 'block', source: 'lexicon' });
    expect(found!.proposal).toContain('合规链接');
  });
  test.each([
    '回复“1”预约本周三的讲座',
    '想了解的朋友回复“存款”，我发办理链接给您',
    '工作人员不会让您回复金额，也不会替您下单',
    '请勿把身份证发给陌生人',
    '购买请点链接，在手机银行由您本人操作',
    '回复“退订”即可停止',
    '请在手机银行核对金额后本人确认',
    '帮您算一算每月能存多少',
    '群里接龙报名讲座，写下姓氏就好',
    '我们不代客操作，请您本人在网点办理',
    '合同请您本人到网点签字',
    '每月想存多少，先写在纸上',
  ])('left alone: %s', async (text) => {
    expect(await levels('CR-135', text)).toEqual([]);
  });
});

describe('CR-051 a product above the customer’s grade is not courted: outlet or app', () => {
  test.each([
    '测评等级不够也可以购买',
    '风险承受能力不足也能买，放心',
    '重新做一次测评就能买了',
    '您主动提出就可以购买',
    '签个确认书就能买',
    '做问卷的时候选激进一点',
    '我教您把测评等级调高',
  ])('%s', async (text) => {
    const [found] = await about('CR-051')(text);
    expect(found?.level).toBe('block');
    expect(found!.proposal).toContain('网点或手机银行');
  });
  test.each([
    '测评等级不够，不能购买这款产品',
    '请先完成风险承受能力评估，购买与自身风险承受能力相匹配的产品',
    '测评过期了，请本人在手机银行重新测评',
    '风险等级高于您的测评结果，请到网点了解书面风险提示',
  ])('left alone: %s', async (text) => {
    expect(await levels('CR-051', text)).toEqual([]);
  });
});

describe('CR-082 state symbols, state organs and their staff lend no name', () => {
  test.each([
    '国庆特别款：国旗图案保温杯',
    '印有国徽的纪念卡套',
    '公安部指定反诈课堂',
    '与市人民政府联合推出惠民卡',
    '受税务局委托发放',
    '市长推荐的理财课',
    '民警同款手环',
    '海报里有警察的形象',
  ])('%s', async (text) => {
    expect(await levels('CR-082', text)).toContain('block');
  });
  test.each([
    '中国旗袍展本周开放',
    '中国歌剧讲座报名',
    '社保局窗口周六也上班，可以去打印权益单',
    '接到自称公安局的电话，先挂断',
    '据国家统计局公报，物价平稳',
    '按人民银行规定，残损币可以兑换',
    '具体以税务部门规定为准',
    '可以拨打 96110 向警方核实',
  ])('left alone: %s', async (text) => {
    expect(await levels('CR-082', text)).toEqual([]);
  });
});

describe('CR-083 a gift is told with kind, specification, quantity, period and method', () => {
  const whole =
    '开户送保温杯：规格500毫升，每人1个，共200个；2026年12月1日至12月31日，凭短信到网点领取。';
  test.each([
    ['期限三个月，一千元起存，开户有礼', '缺少：品种、规格、数量、期限、方式'],
    ['备用金没有着落，开户有礼', '缺少：品种、规格、数量、期限、方式'],
    ['开户有礼，快来', '缺少：品种、规格、数量、期限、方式'],
    ['办卡送保温杯，每人1个', '缺少：规格、期限、方式'],
    [whole.replace('规格500毫升，', ''), '缺少：规格'],
    [whole.replace('每人1个，共200个', '数量有限'), '缺少：数量'],
    [whole.replace('2026年12月1日至12月31日，', ''), '缺少：期限'],
    [whole.replace('，凭短信到网点领取', ''), '缺少：方式'],
    ['到店就能领取精美礼品', '缺少：品种、规格、数量、期限'],
    ['消费满额赠送一份', '缺少：品种、规格、期限、方式'],
  ])('%s', async (text, why) => {
    const [found] = await about('CR-083')(text);
    expect([found?.level, found?.why[0]]).toEqual(['block', expect.stringContaining(why)]);
    expect(found!.proposal).not.toBe('');
  });
  test.each([
    whole,
    '赠品：食用油；规格：5升；数量：前100名，每人1桶；期限：即日起至12月31日；领取方式：到网点核销',
    '首刷送50元话费，共500份，12月31日截止，次日自动到账',
    '送您一个小工具：家庭到期日历',
    '礼貌提醒：周三停业半天',
    '节日问候送到，祝您安康',
    '理财不赠送任何礼品',
    '谨防“开户送鸡蛋”的骗局',
    '账单送达时间是每月5日',
    '办理后送审，三天内有结果',
    '周日公布坚持到最后的朋友，送{prize_name}。活动规则见群公告',
  ])('left alone: %s', async (text) => {
    expect(await levels('CR-083', text)).toEqual([]);
  });
});

describe('CR-085 figures and surveys have a source, in a field or in the words', () => {
  test.each([
    ['调查显示，年轻人更愿意记账', '调查显示'],
    ['80%的家庭没有备用金', '80%的家庭'],
    ['八成客户选择自动还款', '八成客户'],
    ['每10个人就有3个不看账单', '每10个人就有3'],
    ['已有超过5万客户使用', '超过5万客户使用'],
    ['据统计，节后消费回落', '据统计'],
    ['客户满意度达98%', '满意度达98%'],
    ['三分之一的老人接到过诈骗电话', '三分之一的老人'],
    ['研究表明早睡省钱', '研究表明'],
  ])('%s', async (text, said) => {
    const found = await about('CR-085')(text);
    expect(found.map(({ level, place }) => [level, place?.text])).toContainEqual([
      'block',
      expect.stringContaining(said),
    ]);
    expect(await levels('CR-085', text, { source: '国家统计局《2025年统计公报》' })).toEqual([]);
    expect(await levels('CR-085', `${text}。来源：国家统计局`)).toEqual([]);
  });
  test.each([
    '据国家统计局公报，居民消费平稳',
    '《2025年支付体系报告》显示移动支付增长',
    '本月账单日是5日，最低还款10%',
    '业绩比较基准3.2%',
    '满100元减10%',
    '这个月有三场讲座，50个名额',
    '数据说话不如自己记账',
    '把收入的20%先存下来',
  ])('left alone: %s', async (text) => {
    expect(await levels('CR-085', text)).toEqual([]);
  });
});

test('CR-061 CR-083 CR-085 a rule that the bank has switched off finds nothing', async () => {
  const off = async (rule: string, on: boolean, version: number) =>
    inTx(ctx, (ctx) =>
      insertStates(ctx, [
        {
          ...{ rule, on, version, parameters: {}, reason: '测试', by: '合规', approvalId: null },
          effectiveFrom: ctx.now(),
        },
      ]),
    );
  const masters = [{ name: '稳健一号', kind: 'wealth', facts: { 期限: '180天' }, about: true }];
  const said = '调查显示期限90天，开户有礼';
  for (const rule of ['CR-061', 'CR-083', 'CR-085']) {
    expect(await levels(rule, said, { masters })).toEqual(['block']);
    await off(rule, false, 2);
    expect(await levels(rule, said, { masters })).toEqual([]);
    await off(rule, true, 3);
  }
});

test('CR-072 categories that come with the product later reach a bank that has a lexicon, and nothing of it changes', async () => {
  const own = testOrg();
  await aBank(own);
  const bring = () => inTx(own, (ctx) => complianceModule().equipment!.bring(ctx));
  await bring();
  const given = (await findInForce(own))!;
  const old = given.lexicon.categories.filter(({ key }) => key !== 'STATE');
  await inTx(own, async (ctx) => {
    // A bank of before: it never had the category, and has a word of its own.
    await ctx.db.deleteFrom('compliance.lexiconVersion').where('orgId', '=', ctx.orgId).execute();
    const [first, ...rest] = old;
    const lexicon = { categories: [{ ...first!, terms: ['本行词'] }, ...rest] };
    await insertVersion(ctx, { state: 'in_force', note: '', basedOn: null, lexicon });
    await insertVersion(ctx, { state: 'draft', note: '', basedOn: 1, lexicon });
  });
  await bring();
  const now = (await findInForce(own))!;
  expect(now.version).toBe(3);
  expect(now.lexicon.categories.map(({ key }) => key)).toContain('STATE');
  expect(now.lexicon.categories[0]!.terms).toEqual(['本行词']);
  await inTx(own, (ctx) => setState(ctx, now.version, 'replaced'));
  await inTx(own, (ctx) => setState(ctx, 2, 'in_force'));
  expect((await findInForce(own))!.lexicon.categories.map(({ key }) => key)).toContain('STATE');
  // Taken out by the bank, it is not brought again.
  await bring();
  expect((await findInForce(own))!.version).toBe(2);
});
