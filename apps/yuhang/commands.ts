import type { Lang, Phrase } from '#platform/contract/text.ts';
import { say } from './words.ts';

export interface CommandCall {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly lang: Lang;
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Run = (call: CommandCall) => Promise<number | undefined>;

interface Command {
  readonly summary: Phrase;
  readonly options: Readonly<Record<string, { type: 'string' | 'boolean' }>>;
  /** One line for each option, in the order shown. */
  readonly about: Readonly<Record<string, Phrase>>;
  /** Loaded only when asked for: a command carries what it needs and no more. */
  readonly load: () => Promise<Run>;
}

const command = (
  summary: Phrase,
  about: Readonly<Record<string, Phrase>>,
  load: () => Promise<Run>,
): Command => ({
  summary,
  about: Object.fromEntries(Object.entries(about).map(([k, v]) => [k.split(' ')[0], v])),
  // `'role api|worker'` takes a value, `'json'` is a switch.
  options: Object.fromEntries(
    Object.keys(about).map((key) => [
      key.split(' ')[0],
      { type: key.includes(' ') ? ('string' as const) : ('boolean' as const) },
    ]),
  ),
  load,
});

export const commands: Readonly<Record<string, Command>> = {
  serve: command(
    ['启动服务，直到收到停止信号', 'Serve until told to stop'],
    {
      'role name': [
        '角色：api（接口与页面）、worker（后台任务）、all（默认）',
        'api (HTTP and pages), worker (background work) or all (default)',
      ],
    },
    async () => (await import('./serve.command.ts')).serve,
  ),
  migrate: command(
    ['把数据库升级到本版本', 'Bring the database to this version'],
    {},
    async () => (await import('./migrate.command.ts')).migrateCommand,
  ),
  demo: command(
    [
      '建立演示机构，输出各角色的登录方式（JSON）',
      'Create the demo bank; prints its sign-ins as JSON',
    ],
    {},
    async () => (await import('./demo.command.ts')).demo,
  ),
  'demo connect': command(
    [
      '把演示机构接入企业微信模拟器（YUHANG_SIMULATOR_URL），并让它回调本产品',
      'Connect the demo bank to the WeCom simulator (YUHANG_SIMULATOR_URL), which calls the product back',
    ],
    {
      'product url': [
        '产品的地址；默认 http://127.0.0.1:PORT',
        'address of the product; http://127.0.0.1:PORT by default',
      ],
    },
    async () => (await import('./demo-connect.command.ts')).demoConnect,
  ),
  'demo live': command(
    [
      '让演示机构活起来：登记授权，启动一个培育序列，时钟快进几天（需要后台任务在运行）',
      'Bring the demo bank to life: consents, a running sequence, some days on the clock (a worker must be running)',
    ],
    { 'days number': ['快进几天；默认 3', 'how many days; 3 by default'] },
    async () => (await import('./demo-live.command.ts')).demoLive,
  ),
  'demo import': command(
    [
      '把模拟银行的客户资料与交易流水导入演示机构（需要后台任务在运行）',
      'Bring the simulated bank’s customers and what they bought into the demo bank (a worker must be running)',
    ],
    { 'from url': ['文件所在的地址', 'address where the files are'] },
    async () => (await import('./demo-import.command.ts')).demoImport,
  ),
  'bank create': command(
    [
      '建立一家机构及其最初两名人员，一次性口令只显示一次',
      'Create a bank with its first two people; shows their one-time passwords once',
    ],
    {
      'code code': ['机构代码，登录时使用', 'code of the bank, used to sign in'],
      'name name': ['机构名称', 'name of the bank'],
      'head-office-code code': ['总行的机构号', 'unit code of the head office'],
      'head-office-name name': [
        '总行的名称；默认为机构名称加“总行”',
        'name of the head office; by default the bank’s with 总行',
      ],
      'admin-number number': ['系统管理员的工号', 'staff number of the administrator'],
      'admin-name name': ['系统管理员的姓名', 'name of the administrator'],
      'security-number number': [
        '安全管理员的工号，须是另一个人',
        'staff number of the security officer, another person',
      ],
      'security-name name': ['安全管理员的姓名', 'name of the security officer'],
      'second-factor when': [
        '动态口令：required（生产环境建议）或 optional（默认）',
        'second factor: required (advised in production) or optional (default)',
      ],
    },
    async () => (await import('./bank-create.command.ts')).createBankCommand,
  ),
  doctor: command(
    ['逐项检查环境，并说明该怎么办', 'Check everything the product needs, and say what to do'],
    {
      'skip names': [
        '不检查的项，逗号分隔：wecom,screens',
        'checks to leave out, with commas: wecom,screens',
      ],
      json: ['以 JSON 输出', 'as JSON'],
    },
    async () => (await import('./doctor/doctor.command.ts')).doctor,
  ),
  config: command(
    ['显示并检查配置（环境变量）', 'Show and check the configuration (environment variables)'],
    { json: ['以 JSON 输出', 'as JSON'] },
    async () => (await import('./config.command.ts')).showConfig,
  ),
  openapi: command(
    ['输出接口说明（OpenAPI 3.1）', 'Print the description of the API (OpenAPI 3.1)'],
    { 'out file': ['写入文件', 'write to a file'] },
    async () => (await import('./openapi.command.ts')).printOpenApi,
  ),
  'audit verify': command(
    ['验证审计链是否完好', 'Verify that the audit chain is intact'],
    {
      'bank id': ['只验证一家机构', 'one bank only'],
      json: ['以 JSON 输出', 'as JSON'],
    },
    async () => (await import('./audit.command.ts')).verifyAudit,
  ),
  'audit accept': command(
    [
      '查明后认可审计链的断裂，恢复可写',
      'Accept breaks of the chain once understood; ends read-only',
    ],
    {
      'reason text': ['原因，记入审计', 'the reason, kept in the audit'],
      'bank id': ['只处理一家机构', 'one bank only'],
      json: ['以 JSON 输出', 'as JSON'],
    },
    async () => (await import('./audit.command.ts')).acceptAuditBreaks,
  ),
  'keys create': command(
    ['为全新安装建立主密钥文件', 'Make the master key file of a new installation'],
    { 'if-missing': ['已有时什么也不做', 'do nothing when there is one'] },
    async () => (await import('./keys-create.command.ts')).createKey,
  ),
  'keys rotate': command(
    [
      '启用新的数据密钥，并在后台重新加密',
      'Use a new data key, and encrypt anew in the background',
    ],
    { wait: ['在本命令中完成重新加密', 'do so within this command'] },
    async () => (await import('./keys.command.ts')).rotateKey,
  ),
  'keys rotate-master': command(
    ['更换主密钥文件', 'Replace the master key file'],
    {},
    async () => (await import('./keys.command.ts')).rotateMaster,
  ),
  'keys status': command(
    ['查看数据密钥与轮换进度', 'Show the data keys and the progress of a rotation'],
    { count: ['逐列统计各密钥下的值', 'count the values under each key, column by column'] },
    async () => (await import('./keys.command.ts')).keyStatus,
  ),
};

export const commandNames = Object.keys(commands).sort((a, b) => b.length - a.length);

export function help(lang: Lang, group = ''): string {
  const shown = Object.entries(commands).filter(([n]) => group === '' || n.startsWith(`${group} `));
  const width = Math.max(...shown.map(([name]) => name.length));
  const zh = lang !== 'en';
  return [
    zh ? '用法：yuhang <命令> [选项]' : 'Usage: yuhang <command> [options]',
    '',
    ...shown.map(([name, { summary }]) => `  ${name.padEnd(width + 2)}${say(summary, lang)}`),
    '',
    zh
      ? '  yuhang <命令> --help 查看该命令的选项；--lang zh|en 选择语言。配置来自环境变量：yuhang config'
      : '  yuhang <command> --help shows its options; --lang zh|en. Configuration comes from the environment: yuhang config',
  ].join('\n');
}

export function helpFor(name: string, lang: Lang): string {
  const { summary, about, options } = commands[name]!;
  const flags = Object.entries(about).map(
    ([flag, phrase]) =>
      [
        `--${flag}${options[flag]!.type === 'string' ? (lang === 'en' ? ' <value>' : ' <值>') : ''}`,
        phrase,
      ] as const,
  );
  const width = Math.max(0, ...flags.map(([flag]) => flag.length));
  return [
    `yuhang ${name}${flags.length > 0 ? (lang === 'en' ? ' [options]' : ' [选项]') : ''}`,
    `  ${say(summary, lang)}`,
    ...(flags.length > 0 ? [''] : []),
    ...flags.map(([flag, phrase]) => `  ${flag.padEnd(width + 2)}${say(phrase, lang)}`),
  ].join('\n');
}
