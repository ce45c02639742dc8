import type { Phrase } from '#platform/contract/text.ts';
import {
  type accessErrors,
  approvalErrorTexts,
  auditErrorTexts,
  type licenceErrors,
  projectErrorTexts,
  type roleErrors,
  type staffErrors,
  type unitErrors,
} from './contract.ts';

type Codes =
  | keyof typeof licenceErrors
  | keyof typeof unitErrors
  | keyof typeof staffErrors
  | keyof typeof roleErrors;
type Texts<C extends string> = Record<`org.${C}`, Phrase>;

const recordTexts: Texts<Codes> = {
  'org.unitNotFound': [
    '没有找到这个机构，或它不在您的范围内',
    'No such unit, or not in your scope',
  ],
  'org.unitOutOfScope': [
    '您不能在所选机构下工作，请重新选择机构',
    'You do not work in the chosen unit; choose another',
  ],
  'org.unitCodeTaken': ['机构号“{code}”已被使用', 'The unit code {code} is already used'],
  'org.unitClosed': ['机构“{name}”已撤销', '{name} is closed'],
  'org.unitNotEmpty': [
    '还有 {staff} 名在职员工、{children} 个下级机构，请先选择接收机构',
    'It still has {staff} staff and {children} units; choose where they go',
  ],
  'org.unitBelowItself': ['机构不能移到自己的下级', 'A unit cannot go below itself'],
  'org.unitMisplaced': [
    '“{parent}”下不能设这种机构',
    'A unit of this kind cannot be placed below {parent}',
  ],
  'org.headOfficeStays': ['总行不能移动或撤销', 'The head office cannot be moved or closed'],

  'org.staffNotFound': [
    '没有找到这名员工，或不在您的范围内',
    'No such staff member, or not in your scope',
  ],
  'org.staffNumberTaken': ['工号“{number}”已被使用', 'The staff number {number} is already used'],
  'org.wecomUserIdTaken': [
    '这个企业微信账号已绑定另一名员工',
    'This WeCom account belongs to another staff member',
  ],
  'org.staffNotActive': ['这名员工已停用或离职', 'This person is suspended or has left'],
  'org.staffAlreadyActive': ['这名员工已是在职状态', 'This person is already active'],
  'org.notYourself': ['不能停用自己', 'You cannot deactivate yourself'],
  'org.fieldEmpty': ['这一项没有内容', 'This field is empty'],
  'org.licenceNotFound': ['这名员工没有登记这项资格', 'This licence is not recorded'],
  'org.licenceEndsBefore': ['到期日期不能早于生效日期', 'It cannot end before it begins'],

  'org.roleNotFound': ['没有找到这个角色', 'No such role'],
  'org.roleCodeTaken': ['角色代码“{code}”已被使用', 'The role code {code} is already used'],
  'org.roleRetired': ['这个角色已停用', 'This role is retired'],
  'org.roleBuiltIn': ['内置角色不能停用', 'A built-in role cannot be retired'],
  'org.permissionUnknown': [
    '有不认识的权限点：{permissions}',
    'Unknown permissions: {permissions}',
  ],
  'org.roleChangedMeanwhile': [
    '角色已被其他变更修改，请重新发起',
    'The role has changed since; draft the change again',
  ],
  'org.grantNotFound': [
    '没有找到这项授权，或不在您的范围内',
    'No such grant, or not in your scope',
  ],
  'org.grantExists': ['这名员工已有同样的授权', 'This person already holds this role there'],
  'org.grantNotActive': ['这项授权已失效', 'This grant is over'],
  'org.expiryNeeded': [
    '超出岗位范围的授权必须设到期日，最晚 {latest}',
    'A grant broader than the job needs an expiry, at the latest {latest}',
  ],
  'org.expiryPast': ['到期日必须晚于现在', 'The expiry must lie in the future'],
  'org.noGrantToYourself': ['不能给自己授权', 'You cannot grant a role to yourself'],
  'org.beyondYourScope': [
    '不能授予超出您管理范围的权限',
    'You cannot grant beyond what you administer',
  ],
};

const accessTexts: Texts<keyof typeof accessErrors> = {
  'org.signInRefused': [
    '账号或密码不正确，或账号已停用',
    'Wrong account or password, or the account is not active',
  ],
  'org.codeNeeded': ['请输入动态口令', 'Enter the code of your authenticator'],
  'org.codeRefused': [
    '动态口令不正确或已使用过，请等下一个口令',
    'Wrong code, or used before; wait for the next one',
  ],
  'org.signInLocked': [
    '尝试次数过多，请 {retryAfter} 秒后再试',
    'Too many attempts; try again in {retryAfter} seconds',
  ],
  'org.bankCodeNeeded': ['请填写机构代码', 'Enter the code of your bank'],
  'org.passwordMustChange': ['请先修改初始密码', 'Change your initial password first'],
  'org.totpMustEnrol': ['请先绑定动态口令', 'Set up your authenticator first'],
  'org.passwordWrong': ['密码不正确', 'Wrong password'],
  'org.passwordWeak': [
    '密码太弱：至少 10 位，含大小写字母、数字、符号中的三类，不含工号和姓名，不与近期密码相同',
    'Too weak: 10 characters or more, three of upper case, lower case, digits and symbols, without your number or name, not one used recently',
  ],
  'org.accountBeyondYours': [
    '对方持有您没有的权限管理权，请由同类管理员处理',
    'This person holds powers over access that you lack; ask an administrator of their kind',
  ],
  'org.totpNotEnabled': ['还没有绑定动态口令', 'No authenticator is set up'],
  'org.totpAlreadyEnabled': ['已绑定动态口令', 'An authenticator is already set up'],
  'org.sessionNotFound': ['没有找到这个登录', 'No such session'],
  'org.oidcNotConfigured': ['没有配置统一认证', 'Single sign-on is not configured'],
  'org.oidcUnreachable': ['连接不上统一认证服务', 'The identity provider is out of reach'],
  'org.oidcRefused': [
    '统一认证没有通过，请重新登录',
    'Single sign-on did not succeed; please try again',
  ],
  'org.oidcNobody': [
    '统一认证的账号没有对应的在职员工',
    'No active staff member belongs to this account',
  ],
};

/** What each refusal of this module says to a person; `{places}` come from its details. */
export const orgErrorTexts: Readonly<Record<string, Phrase>> = {
  ...recordTexts,
  ...accessTexts,
  ...approvalErrorTexts,
  ...auditErrorTexts,
  ...projectErrorTexts,
};
