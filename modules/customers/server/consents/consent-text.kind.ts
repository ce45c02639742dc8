import { defineApprovalKind, headOffice } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { ConsentTextPayload, consentErrors } from '../../contract/consent.ts';
import { consentPurposeText } from '../../contract/purpose.ts';
import { findText, lockTexts, setTextState, textsInForce } from './consent-text.repo.ts';
import { CONSENT_TEXT } from './consent-text.service.ts';

/** What customers are asked to agree to is read by two people of the bank first. */
defineApprovalKind({
  kind: CONSENT_TEXT,
  name: ['授权文本', 'Consent text'],
  payload: ConsentTextPayload,
  draftPermission: 'customers.consent.text',
  decidePermission: 'customers.consent.approve',
  deadlineWorkdays: 5,
  prepare: async (ctx, { purpose, version }) => {
    const text = await findText(ctx, purpose, version);
    if (text?.state !== 'draft') throw consentErrors.consentTextNotFound({ purpose, version });
    const before = (await textsInForce(ctx)).find((one) => one.purpose === purpose);
    const [zh, en] = consentPurposeText[purpose];
    const head = await headOffice(ctx);
    if (!head) throw consentErrors.consentTextNotFound({ purpose, version });
    return {
      subject: { id: purpose, name: text.title[0], version },
      unitId: head.id,
      title: [`授权文本：${zh} 第 ${version} 版`, `Consent text: ${en}, version ${version}`],
      changes: [
        { label: ['标题', 'Title'], before: before?.title ?? null, after: text.title },
        { label: ['正文', 'Text'], before: before?.body ?? null, after: text.body },
        {
          label: ['个人信息种类', 'Data'],
          before: before?.categories ?? null,
          after: text.categories,
        },
        { label: ['处理方式', 'Method'], before: before?.method ?? null, after: text.method },
        {
          label: ['保存期限', 'Kept for'],
          before: before?.retention ?? null,
          after: text.retention,
        },
        {
          label: ['已同意的客户须重新同意', 'Who agreed before is asked again'],
          before: null,
          after: text.renews && before ? ['是', 'Yes'] : ['否', 'No'],
        },
      ],
      link: '/customers/consent-texts',
    };
  },
  lockVersion: async (ctx, { payload: { purpose, version } }) => {
    await lockTexts(ctx, purpose);
    return (await findText(ctx, purpose, version))?.version ?? null;
  },
  onSubmitted: (ctx, { payload: { purpose, version } }) =>
    setTextState(ctx, purpose, version, { state: 'in_approval' }),
  onClosed: (ctx, { payload: { purpose, version } }) =>
    setTextState(ctx, purpose, version, { state: 'draft' }),
  onApproved: async (ctx, { payload: { purpose, version } }) => {
    const before = (await textsInForce(ctx)).find((one) => one.purpose === purpose);
    if (before) await setTextState(ctx, purpose, before.version, { state: 'retired' });
    await setTextState(ctx, purpose, version, { state: 'approved', approvedAt: ctx.now() });
    audit(ctx, {
      action: 'customers.consent-text-approved',
      subject: { kind: 'consent-text', id: `${purpose}/${version}` },
      before: { version: before?.version ?? null },
      after: { version },
    });
  },
});
