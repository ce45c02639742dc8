import type { z } from 'zod';
import { StaffDraft, UnitDraft } from '#modules/org/contract.ts';
import { appointFirstPeople, createBank } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { readConfig } from '#platform/server/config.ts';
import { type Ctx, inTx, NO_BANK } from '#platform/server/ctx.ts';
import { equipAll } from '../modules.ts';
import type { CommandCall } from './commands.ts';
import { openInstallation } from './installation.ts';
import { Refusal, say } from './words.ts';

type Values = CommandCall['values'];

/** Two different people: who drafts a change of access never approves it (CR-144). */
const jobs = ['administrator', 'security_officer'] as const;

/** A bank with the two people who let everybody else in; their passwords are shown once. */
export async function createBankCommand({ env, lang, values }: CommandCall): Promise<number> {
  const plan = readPlan(values);
  const installation = await openInstallation(readConfig({ ...env, YUHANG_LOG_LEVEL: 'error' }));
  try {
    const appointed = await openBank(installation.ctxFor(NO_BANK, 'cli'), plan);
    if (!appointed) throw new Refusal(refusals.taken, { code: plan.code });
    await equipAll(installation);
    const people = appointed.map(({ account, role, password }) => {
      const job = say(words[role as (typeof jobs)[number]], lang);
      return `  ${job}  ${account}  ${password}`;
    });
    const { code, name } = plan;
    console.log([say(words.made, lang, { code, name }), ...people].join('\n'));
    console.log(say(words.next, lang));
    if (plan.secondFactor === 'required') console.log(say(words.secondFactor, lang));
    return 0;
  } finally {
    await installation.close();
  }
}

/** All or nothing: a bank without its first people could let nobody in. */
function openBank(ctx: Ctx, { code, name, headOffice, secondFactor, people }: Plan) {
  return inTx(ctx, async (ctx) => {
    const bank = await createBank(ctx, { code, name, headOffice, settings: { secondFactor } });
    return bank && appointFirstPeople(ctx, bank, people);
  });
}

type Plan = ReturnType<typeof readPlan>;

function readPlan(values: Values) {
  const code = given(values, 'code', UnitDraft.shape.code);
  const name = given(values, 'name', UnitDraft.shape.name);
  const headOffice = {
    code: given(values, 'head-office-code', UnitDraft.shape.code),
    name:
      values['head-office-name'] === undefined
        ? `${name}总行`
        : given(values, 'head-office-name', UnitDraft.shape.name),
  };
  const people = jobs.map((role) => {
    const flag = role === 'administrator' ? 'admin' : 'security';
    return {
      role,
      number: given(values, `${flag}-number`, StaffDraft.shape.number),
      name: given(values, `${flag}-name`, StaffDraft.shape.name),
    };
  });
  if (people[0]!.number === people[1]!.number) throw new Refusal(refusals.samePerson);
  return { code, name, headOffice, people, secondFactor: readSecondFactor(values) };
}

function readSecondFactor(values: Values): 'required' | 'optional' {
  const value = values['second-factor'] ?? 'optional';
  if (value === 'required' || value === 'optional') return value;
  throw new Refusal(refusals.secondFactor);
}

function given(values: Values, flag: string, schema: z.ZodType<string>): string {
  const value = values[flag];
  if (typeof value !== 'string' || value.trim() === '')
    throw new Refusal(refusals.missing, { flag });
  const { success, data } = schema.safeParse(value);
  if (!success) throw new Refusal(refusals.unusable, { flag, value });
  return data;
}

const refusals = {
  missing: ['缺少 --{flag}', '--{flag} is missing'],
  unusable: [
    '--{flag} {value} 不能用：代码与工号用字母、数字、- 和 _，最长 32 个字符；名称不能太长',
    '--{flag} {value} is not usable: codes and numbers are letters, digits, - and _, at most 32; names must not be too long',
  ],
  taken: [
    '机构代码 {code} 已被使用，什么也没有建立。请换一个代码。',
    'The bank code {code} is taken; nothing was created. Choose another.',
  ],
  samePerson: [
    '系统管理员与安全管理员必须是两个人：提交权限变更的人不能自己审批',
    'Administrator and security officer must be two people: who submits a change of access may not approve it',
  ],
  secondFactor: [
    '--second-factor 只能是 required 或 optional',
    '--second-factor is required or optional',
  ],
} satisfies Record<string, Phrase>;

const words = {
  made: [
    '已建立 {name}（代码 {code}）。以下一次性口令只显示这一次：',
    'Created {name} (code {code}). These one-time passwords are shown only now:',
  ],
  administrator: ['系统管理员', 'Administrator'],
  security_officer: ['安全管理员', 'Security officer'],
  next: [
    '请当面或以密封方式交给本人；首次登录必须更换。',
    'Hand each to its owner in person or sealed; it must be changed at the first sign-in.',
  ],
  secondFactor: [
    '本行要求动态口令：首次登录时绑定验证器。',
    'This bank requires a second factor: an authenticator is set up at the first sign-in.',
  ],
} satisfies Record<string, Phrase>;
