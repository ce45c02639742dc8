import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  corps: ['企业接入', 'Corps'],
  wizard: ['接入向导', 'Connect wizard'],
  newTitle: ['接入企业', 'Connect a corp'],
  newPurpose: [
    '先登记企业。之后每一步都保存在系统里，可以随时离开，回来接着做。',
    'Begin with the corp. Every later step is kept, so leave whenever you like and go on later.',
  ],
  newHow: [
    '请本行企业微信的管理员登录 work.weixin.qq.com，打开“我的企业 → 企业信息”，在页面最下方复制企业 ID。',
    "Ask the administrator of the bank's WeCom to sign in to work.weixin.qq.com, open My company → Company information and copy the corp id at the bottom.",
  ],
  ahead: ['接下来的步骤', 'What comes next'],
  aheadHint: [
    '一般半小时内完成。需要企业微信的超级管理员在场。',
    'Half an hour as a rule. The super administrator of the corp should be at hand.',
  ],
  ahead1: ['登记通讯录同步与自建应用的 Secret', 'Add contact sync and a self-built app'],
  ahead2: [
    '开通客户联系权限，逐项用真实调用测试',
    'Open customer contact; each permission is tested by a call',
  ],
  ahead3: [
    '把回调地址与密钥填到企业微信后台，开始接收事件',
    'Paste callback address and keys into WeCom and receive events',
  ],
  corpid: ['企业 ID', 'Corp id'],
  corpidHint: ['ww 开头，共 18 位。', 'Begins with ww, 18 characters.'],
  name: ['企业名称', 'Name'],
  nameHint: ['在本系统里怎么称呼它，如“江海银行总行”。', 'What it is called here.'],
  unit: ['所属机构', 'Unit'],
  unitHint: [
    '只有在这个机构范围内有权限的人能看到和维护它。全行共用的企业选总行。',
    "Only people with rights in this unit see and maintain it. Choose the head office for the whole bank's.",
  ],
  baseUrl: ['接口地址', 'API address'],
  baseUrlHint: [
    '直连企业微信不用填；只有经过代理访问时，填代理的地址。',
    'Leave it empty to reach WeCom directly; otherwise the address of the proxy.',
  ],
  create: ['登记并继续', 'Add and go on'],

  purpose: [
    '每一步写明在企业微信后台做什么、复制哪个值；每项权限都用一次真实调用测试，只读取、不改动。',
    'What to do and which value to copy. Each permission is tested by a call that only reads.',
  ],
  progress: ['{all} 步已完成 {done} 步', '{done} of {all} steps done'],
  testedAt: ['上次测试', 'Last tested'],
  neverTested: ['还没有测试过权限', 'Permissions have not been tested'],
  test: ['测试全部权限', 'Test all permissions'],
  testing: ['正在逐项调用企业微信…', 'Calling WeCom…'],
  completeTitle: ['已接通，可以开始使用', 'Connected'],
  completeHint: [
    '必须的步骤都已完成并通过测试。下一步做一次全量同步，把部门、员工、客户与群读进来。',
    'All that must be is done and tested. Next, a full sync reads departments, staff, customers and groups.',
  ],
  toSync: ['去同步', 'To the sync'],

  noUrlTitle: [
    '本系统还不知道企业微信从哪里访问它',
    'The product does not know its own address yet',
  ],
  noUrlHint: [
    '接收事件要有一个企业微信能从公网访问的 https 地址（在前置代理上，证书有效）。请科技运维在启动配置中加入下面一行并重启，再回到这里；其他步骤可以先做。',
    'To receive events WeCom must reach the product at a public https address with a valid certificate. Ask bank IT to add this line to the configuration and restart; the other steps can be done first.',
  ],
  notHttps: ['当前地址不是 https', 'The address is not https'],
  notHttpsHint: [
    '企业微信只接受证书有效的公网地址。{url} 只能用于演示。',
    'WeCom takes public addresses with a valid certificate only. {url} is for demonstrations.',
  ],

  todo: ['待完成', 'To do'],
  untested: ['待测试', 'Not tested'],
  failed: ['未通过', 'Failed'],
  done: ['已完成', 'Done'],
  optional: ['选做', 'Optional'],
  inWecom: ['在企业微信后台', "In WeCom's console"],
  here: ['在本系统', 'Here'],
  checks: ['权限测试', 'Permissions'],
  nextStep: ['下一步：{title}', 'Next: {title}'],
  waitsForApp: ['请先完成“自建应用”这一步。', 'Do the step of the self-built app first.'],

  appName: ['应用名称', 'Name of the app'],
  agentId: ['AgentID', 'Agent id'],
  agentIdHint: ['在应用详情页顶部。', "At the top of the app's page."],
  secret: ['Secret', 'Secret'],
  secretHint: [
    '在应用详情页点“查看”获取。加密保存，之后任何人都看不到。',
    "Click View on the app's page. It is encrypted and never shown again.",
  ],
  saveAndTest: ['保存并测试', 'Save and test'],
  registered: ['已登记', 'Added'],
  replaceSecret: ['更换 Secret', 'Replace secret'],
  testThis: ['重新测试', 'Test again'],

  passed: ['通过', 'Passed'],
  unclear: ['没有结论', 'No answer'],
  checkUntested: ['未测试', 'Not tested'],
  fix: ['怎么解决', 'What to do'],

  address: ['回调地址（URL）', 'Callback address (URL)'],
  token: ['Token', 'Token'],
  aesKey: ['EncodingAESKey', 'EncodingAESKey'],
  makeKeys: ['生成回调密钥', 'Make callback keys'],
  makeKeysAgain: ['换新的回调密钥', 'Make new callback keys'],
  keysOnce: [
    'Token 与 EncodingAESKey 只显示这一次。现在就粘贴到企业微信后台并点保存；没存下来就再生成一对。',
    'Token and EncodingAESKey are shown this once. Paste them into WeCom now and save; if lost, make new ones.',
  ],
  keysTitle: ['回调地址与密钥', 'Callback address and keys'],
  keysDone: ['已粘贴到企业微信', 'Pasted into WeCom'],
  renewTitle: ['为“{name}”换新的回调密钥？', 'New callback keys for {name}?'],
  renewWhat: [
    '生成新的 Token 与 EncodingAESKey，只显示一次。',
    'A new token and EncodingAESKey are made and shown once.',
  ],
  renewOld: [
    '企业微信用新密钥校验通过之前，旧密钥继续有效，不会漏收事件。',
    'The old ones hold until WeCom has checked the address with the new, so nothing is lost.',
  ],
  noUrl: ['设置 YUHANG_PUBLIC_URL 后显示', 'Shown once YUHANG_PUBLIC_URL is set'],
  waiting: [
    '等待企业微信校验这个地址：在企业微信后台点“保存”后，这里会自动变为已完成。',
    "Waiting for WeCom to check the address: this step is done as soon as you click Save in WeCom's console.",
  ],
  received: [
    '企业微信已校验通过，事件会推送到本系统。',
    'WeCom has checked the address and pushes events.',
  ],
} satisfies Words;
