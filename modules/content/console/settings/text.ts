import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  wording: ['本行用语', 'The bank’s words'],
  purpose: [
    '3W 三段的叫法和客户咨询电话，全行的内容都用它们。',
    'The labels of the three W and the telephone, for all content of the bank.',
  ],
  threeW: ['3W 文案结构', 'The three W'],
  threeWHelp: [
    '3W 方法的公开资料没有说明三个 W 各指什么；这里按“为什么需要、为什么是这个、为什么是现在”设定，属于本产品的假设，可以改成本行的叫法。',
    'Public sources name the 3W method and do not define it. We assume “why needed, why this, why now”; word them as your bank does.',
  ],
  zh: ['“{name}”的中文叫法', '“{name}” in Chinese'],
  en: ['“{name}”的英文叫法', '“{name}” in English'],
  values: ['统一信息', 'Common values'],
  phone: ['客户咨询电话', 'Telephone for customers'],
  phoneHint: [
    '填入正文里的 {service_phone}；不填则用到它的内容发不出去',
    'Fills {service_phone}; without it such content is not sent',
  ],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
} satisfies Words;
