import { App, Form, Input, Radio } from 'antd';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { answerPilot, PilotAnswer, type ProjectDetail, requestApproval } from '../../contract.ts';
import { text } from './text.ts';

const Launch = z.object({ note: z.string().trim().max(1000).optional() });
const Answer = z
  .object({
    answer: PilotAnswer,
    endsOn: z.iso.date().optional(),
    reason: z.string().trim().min(1).max(500),
  })
  .refine((form) => form.answer !== 'extend' || form.endsOn, {
    path: ['endsOn'],
    message: '延期要给出新的结束日|An extension needs a new end',
  });

/** Launch, and what becomes of a pilot at its end. Both widen what may go out, so another person decides. */
export function ProjectDialogs({
  project,
  ask,
  close,
}: {
  project: ProjectDetail;
  ask: 'launch' | 'answer' | null;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const request = useChange(requestApproval);
  const answer = useChange(answerPilot);
  const { id, name } = project;
  return (
    <>
      <FormDialog
        open={ask === 'launch'}
        close={close}
        id="org.project.launch"
        title={t('launchTitle', { name })}
        consequences={[t('launchWhat'), t('launchThen')]}
        schema={Launch}
        initial={{}}
        submit={t('launch')}
        onSubmit={async ({ note }) => {
          const made = await request.mutateAsync({
            body: {
              kind: 'org.project-launch',
              payload: { projectId: id },
              ...(note ? { note } : {}),
            },
          });
          message.success(t('submitted'));
          navigate(`/approvals/${made.id}`);
        }}
      >
        <Field name="note" label={t('launchNote')} optional>
          <Input.TextArea rows={2} maxLength={1000} autoFocus />
        </Field>
      </FormDialog>
      <FormDialog
        open={ask === 'answer'}
        close={close}
        id="org.project.answer"
        title={t('answerTitle', { name })}
        schema={Answer}
        initial={{}}
        submit={t('answerDo')}
        onSubmit={async (form) => {
          const body = {
            answer: form.answer,
            reason: form.reason,
            ...(form.answer === 'extend' && form.endsOn ? { endsOn: form.endsOn } : {}),
          };
          const { approvalId } = await answer.mutateAsync({ params: { id }, body });
          message.success(t(approvalId ? 'submitted' : 'stopped'));
          if (approvalId) navigate(`/approvals/${approvalId}`);
        }}
      >
        <AnswerFields endsOn={project.endsOn} />
      </FormDialog>
    </>
  );
}

function AnswerFields({ endsOn }: { endsOn: string | null }) {
  const t = useText(text);
  const answer = Form.useWatch('answer');
  return (
    <>
      <Field name="answer" label={t('answer')}>
        <Radio.Group
          vertical
          options={[
            { value: 'extend', label: t('answerExtend') },
            { value: 'roll_out', label: t('answerRollOut') },
            { value: 'stop', label: t('answerStop') },
          ]}
        />
      </Field>
      {answer === 'extend' && (
        <Field name="endsOn" label={t('answerNewEnd')} hint={t('endsHint')}>
          <DayPicker {...(endsOn ? { notBefore: endsOn } : {})} />
        </Field>
      )}
      <Field name="reason" label={t('answerReason')} hint={t('answerReasonHint')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Field>
    </>
  );
}
