import { cell } from '#platform/server/imports/cells.ts';
import type { ImportRow } from '#platform/server/imports/definition.ts';

export const staffColumns = [
  {
    key: 'number',
    name: ['工号', 'Number'],
    aliases: [
      '员工号',
      '员工编号',
      '员工工号',
      '人员编号',
      '柜员号',
      'Staff number',
      'Employee ID',
    ],
    required: true,
    unique: true,
    schema: cell.code(),
    example: '100001',
    hint: [
      '字母、数字，最多 32 位；也是登录账号。已有的工号会被更新',
      'Letters and digits, 32 at most; also the account. An existing number is updated',
    ],
  },
  {
    key: 'name',
    name: ['姓名', 'Name'],
    aliases: ['员工姓名', 'Staff name'],
    required: true,
    schema: cell.text(40),
    example: '张三',
  },
  {
    key: 'unit',
    name: ['机构号', 'Unit code'],
    aliases: ['机构编号', '机构代码', '所属机构', '所属机构号', '网点号', 'Unit', 'Branch code'],
    required: true,
    schema: cell.text(32),
    example: '1001',
    hint: ['已有机构的机构号', 'The code of an existing unit'],
  },
  {
    key: 'title',
    name: ['岗位', 'Title'],
    aliases: ['职务', '职位', 'Position', 'Job title'],
    schema: cell.text(40),
    example: '客户经理',
  },
  {
    key: 'phone',
    name: ['手机', 'Phone'],
    aliases: ['手机号', '手机号码', '联系电话', '移动电话', 'Mobile'],
    sensitive: 'phone',
    schema: cell.phone,
    example: '13800000000',
    hint: ['11 位大陆手机号', 'A mainland mobile number'],
  },
  {
    key: 'email',
    name: ['邮箱', 'E-mail'],
    aliases: ['电子邮箱', '邮件', '邮箱地址', 'Mail'],
    sensitive: 'email',
    schema: cell.email,
    example: 'zhangsan@example.com',
  },
  {
    key: 'wecomUserId',
    name: ['企业微信账号', 'WeCom account'],
    aliases: ['企微账号', '企微ID', '企业微信ID', 'userid', 'WeCom user ID'],
    unique: true,
    schema: cell.text(64),
    example: 'zhangsan',
  },
] as const;
export type StaffRow = ImportRow<typeof staffColumns>;
