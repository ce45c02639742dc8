import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  wording: ['本行用语', 'The bank’s words'],
  purpose: [
    '3W 三段的叫法、客户咨询电话和内容配比，全行的内容都用它们。',
    'The labels of the three W, the telephone and the mix, for all content of the bank.',
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
  mix: ['内容配比', 'Mix of content'],
  mixHint: [
    '社群周计划里，同一产品线的条数超过这个比例就会提醒，提交审批时审批人也会看到。不会拦截。',
    'Where one product line has more of a community’s week than this, the writer and whoever decides are told. It stops nothing.',
  ],
  productLine: ['同一产品线最多占一周内容的', 'One product line has at most, of a week'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
} satisfies Words;
