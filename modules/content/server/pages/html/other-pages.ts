import type { StaffFacts } from '../../rendering/staff.repo.ts';
import { framed } from './frame.ts';
import { markup } from './markup.ts';
import { smallCard } from './staff-card.ts';

/** In the place of content that is not there (any more), or is not for this reader. */
export function sorryPage(
  why: 'unknown' | 'over' | 'personal' | 'unfilled',
  bank: string,
  staff: { readonly facts: StaffFacts; readonly cardUrl: string } | null,
): string {
  const [title, text] = {
    unknown: ['链接不完整或已失效', '请回到聊天里，重新点开完整的链接。'],
    over: [
      '这篇内容已下架',
      '内容过了有效期，或者已经更新。想了解最新情况，可以联系您的客户经理。',
    ],
    personal: [
      '这篇内容只供收件人阅读',
      '它只发给特定的客户，不能转给别人看。如果想了解，请联系客户经理。',
    ],
    unfilled: ['这篇内容暂时打不开', '请联系您的客户经理，我们会尽快处理。'],
  }[why] as [string, string];
  const main = markup`<h1>${title}</h1><p class="lead">${text}</p>${
    staff ? smallCard(staff.facts, staff.cardUrl) : null
  }`;
  return framed({ title, bank, main });
}

export interface Licence {
  readonly name: string;
  readonly number: string;
  readonly validTo: string | null;
}

/** The card on which anybody can see that a person works here, as of now. */
export function cardPage(staff: StaffFacts, licences: readonly Licence[], at: Date): string {
  const active = staff.state === 'active';
  const shown = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at);
  const state = active
    ? markup`<p class="state good">✓ 身份已核验<small>${shown}，${staff.name}是${staff.bankName}的在岗员工。</small></p>`
    : markup`<p class="state bad">✗ 此人目前不在岗<small>请不要再向这位员工提供信息或转账。需要服务，请联系网点或官方电话。</small></p>`;
  const fact = (label: string, value: string) =>
    markup`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  const valid = licences.filter(({ validTo }) => validTo === null || validTo >= dayOf(at));
  const main = markup`${state}<h1>${staff.name}</h1><dl class="facts">${fact('工号', staff.number)}${
    active ? fact('所属机构', staff.unitName) : null
  }${active && staff.title ? fact('岗位', staff.title) : null}${
    active ? valid.map(({ name, number }) => fact(name, number)) : null
  }${fact('银行', staff.bankName)}</dl><p class="lead">员工不会向您索要密码、验证码，也不会让您把钱转到个人账户。</p><p><a class="button" href="/h5/verify">用工号再核验一次</a></p>`;
  return framed({ title: `${staff.name} · 员工身份核验`, bank: staff.bankName, main });
}

const dayOf = (at: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(at);

export type Verified = 'none' | 'no' | 'busy' | StaffFacts;

/** Number and name as they stand on a card: both must be right, and nothing else is told. */
export function verifyPage(result: Verified): string {
  const answer =
    result === 'none'
      ? null
      : result === 'busy'
        ? markup`<p class="state bad">查询太频繁，请一分钟后再试</p>`
        : result === 'no'
          ? markup`<p class="state bad">✗ 没有查到这位在岗员工<small>请检查工号和姓名。对方自称本行员工而查不到的，请不要提供信息或转账，并拨打官方电话核实。</small></p>`
          : markup`<p class="state good">✓ 查到了：在岗员工<small>${result.name}，工号 ${result.number}，${result.unitName}。</small></p>`;
  const main = markup`<h1>核验员工身份</h1><p class="lead">输入名片上的工号和姓名，看对方是不是本行在岗员工。</p>${answer}<form action="/h5/verify"><label>工号<input name="number" autocomplete="off" required maxlength="32"></label><label>姓名<input name="name" autocomplete="off" required maxlength="40"></label><button class="button main" type="submit">核验</button></form>`;
  return framed({ title: '核验员工身份', bank: '身份核验', main });
}
