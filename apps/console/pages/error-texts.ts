import type { ErrorText } from '#platform/web/text/error-text.ts';

const advice: Readonly<Record<string, readonly [string, string]>> = {
  'save-as-xlsx': ['请用 Excel 另存为 .xlsx 后再上传', 'Save it as .xlsx and upload that'],
  'remove-password': ['请先去掉文件的打开密码', 'Remove its password first'],
  'csv-or-xlsx': ['请上传 .csv 或 .xlsx 文件', 'Upload a .csv or .xlsx file'],
};

/** What refusals of the platform's own services say: tasks, files, imports, exports. */
export const platformErrorTexts: Readonly<Record<string, ErrorText>> = {
  'platform.taskEnded': ['任务已经结束', 'The task has ended'],
  'platform.taskHasNoFile': ['这个任务没有可下载的文件', 'This task has no file'],
  'platform.taskStarterGone': [
    '发起人已离开或不再有权限，任务没有继续',
    'Whoever started it has left or may no longer do this',
  ],
  'platform.fileExpired': ['文件已过期删除，请重新生成', 'The file has expired; make it again'],
  'platform.fileDamaged': [
    '文件内容损坏，不能使用，请联系管理员',
    'The file is damaged; tell your administrator',
  ],
  'platform.retentionTooShort': [
    '太短：法规要求至少 {least} 天',
    'Too short: the law asks for {least} days at least',
  ],
  'platform.retentionTooLong': [
    '太长：超过业务需要，最多 {most} 天',
    'Too long: more than the purpose needs, {most} days at most',
  ],
  'platform.importKindUnknown': [
    '不能导入这种内容，或您没有权限',
    'This cannot be imported, or you may not',
  ],
  'platform.importFormat': ({ advice: code }) => {
    const [zh, en] = advice[String(code)] ?? advice['csv-or-xlsx']!;
    return [`文件格式不对：${zh}`, `Wrong kind of file: ${en}`];
  },
  'platform.importEmpty': [
    '文件里没有内容：第一行是列名，从第二行起是数据',
    'The file is empty: names in the first row, data below',
  ],
  'platform.importTooLarge': ({ rows, columns }) =>
    rows === undefined
      ? [`列太多，最多 ${columns} 列`, `Too many columns, at most ${columns}`]
      : [`行太多，最多 ${rows} 行，请拆分后导入`, `Too many rows, at most ${rows}; split the file`],
  'platform.importBomb': [
    '表格展开后过大，不能读取，请拆分或另存为 CSV',
    'The workbook unpacks to far too much; split it or save it as CSV',
  ],
  'platform.importUnreadable': [
    '第 {row} 行附近读不下去：可能是引号没有成对，或文件损坏',
    'It cannot be read on near row {row}: an open quote, or a damaged file',
  ],
  'platform.importSheetUnknown': ['工作簿里没有这个工作表', 'The workbook has no such sheet'],
  'platform.importMapping': [
    '列没有对应好：缺少必填的列，或同一项对应了两列',
    'The columns are not mapped: a required one is missing, or one is mapped twice',
  ],
  'platform.importState': [
    '这次导入现在不能这样操作，请刷新',
    'The import has moved on; refresh and look again',
  ],
  'platform.importHasNoErrors': ['没有问题行可下载', 'There are no refused rows'],
  'platform.exportKindUnknown': [
    '不能导出这种内容，或您没有权限',
    'This cannot be exported, or you may not',
  ],
  'platform.exportColumnUnknown': ['有不存在的列', 'A column does not exist'],
  'platform.exportNeedsReason': [
    '导出未脱敏的个人信息要写明原因',
    'Personal data in the clear need a reason',
  ],
  'platform.exportTooLarge': [
    '行数太多，最多 {maxRows} 行，请缩小范围',
    'Too many rows, at most {maxRows}; narrow it down',
  ],
  'platform.exportDecided': ['这份导出已经审批过', 'This export has been decided'],
  'platform.exportNotReady': ['文件还没有准备好', 'The file is not ready yet'],
};
