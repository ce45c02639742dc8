import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  cards: ['员工名片', 'Staff cards'],
  purpose: [
    '每条欢迎语都带上发送人的名片；客户点开就能核验他是不是本行在岗员工，离岗后名片立即失效。',
    'Every welcome carries the sender’s card; a customer checks on it that the person works here. It fails the moment they leave.',
  ],
  search: ['姓名、工号', 'Name, number'],
  none: ['您的范围内没有员工', 'Nobody in your scope'],
  name: ['姓名', 'Name'],
  number: ['工号', 'Number'],
  unit: ['机构', 'Unit'],
  licences: ['从业资格', 'Licences'],
  noLicence: ['未登记', 'none recorded'],
  page: ['核验页', 'Page'],
  open: ['查看', 'Open'],
  link: ['链接', 'link'],
  act: ['操作', 'Action'],
  record: ['登记资格', 'Licences'],
  recordTitle: ['登记{name}的从业资格', 'Licences of {name}'],
  atOnce: ['保存后立即显示在客户看到的核验页上', 'Shown on the page at once'],
  licence: ['资格名称，例如 基金从业资格', 'Licence'],
  licenceNo: ['证书编号', 'Number'],
  add: ['加一项', 'Add one'],
  drop: ['删去', 'Remove'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
} satisfies Words;
