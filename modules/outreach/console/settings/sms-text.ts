import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  title: ['短信网关', 'SMS gateway'],
  purpose: [
    '沿用本行现有的短信通道，号码不变。营销短信须有客户的短信授权，自动加上签名和退订说明；客户回复 R 后不再收到。',
    'The bank’s own channel and number. Marketing by SMS needs the customer’s consent and carries signature and a way to stop; whoever answers R gets no more.',
  ],
  none: ['还没有接入短信网关', 'No gateway is connected'],
  noneHint: [
    '接入之前，计划里的短信一直等待，不会发出，也不会丢失。',
    'Until then text messages of plans wait: nothing leaves and nothing is lost.',
  ],
  off: ['已停用：短信都在等待', 'Off: text messages wait'],
  gateway: ['网关', 'Gateway'],
  url: ['网关地址', 'Address'],
  urlHint: ['须为 https；由短信平台提供', 'https; from whoever runs the gateway'],
  appId: ['应用编号', 'Application id'],
  secret: ['签名密钥', 'Secret'],
  secretHint: [
    '双方用它给每次请求签名，加密保存，不再显示',
    'Both sides sign by it; encrypted, never shown again',
  ],
  secretKept: ['留空则沿用现有密钥', 'Leave it empty to keep the one there is'],
  sign: ['短信签名', 'Signature'],
  signHint: ['在通信管理部门备案的名称', 'The name registered for the number'],
  on: ['启用', 'On'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
  check: ['测试连接', 'Test it'],
  answers: ['网关认得我们，连接正常', 'The gateway answers and knows us'],
  silent: ['网关没有应答，或密钥不对', 'The gateway does not answer, or the secret is wrong'],
  callback: ['回执与上行地址', 'Reports and answers go to'],
  noAddress: ['产品还没有对外地址', 'The product has no public address yet'],
  bySystem: ['系统', 'The system'],
  changedBy: ['最近修改', 'Changed by'],
  changedAt: ['修改时间', 'At'],
} satisfies Words;
