import { App, Button, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  changeProject,
  createProject,
  getProject,
  landingLevels,
  landingLevelText,
  type ProjectId,
  projectKinds,
  projectKindText,
} from '../../contract.ts';
import { fromProject, ProjectForm, toDraft } from './project-form.ts';
import styles from './projects.module.css';
import { text } from './text.ts';
import { UnitListField } from './UnitListField.tsx';

/** Drafts a project, or changes a draft: `/projects/new`, `/projects/:id/edit`. */
export default function ProjectFormPage() {
  const { id } = useParams();
  return id ? <EditProject id={id as ProjectId} /> : <NewProject />;
}

function NewProject() {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const create = useChange(createProject);
  return (
    <Page
      title={t('createTitle')}
      purpose={t('createPurpose')}
      width="reading"
      crumbs={[{ label: t('projects'), to: '/projects' }, { label: t('create') }]}
    >
      <FormPanel
        id="org.project.new"
        schema={ProjectForm}
        initial={{ scope: 'pilot', phases: [] }}
        submit={t('createDo')}
        onCancel={() => navigate('/projects')}
        onSubmit={async (form) => {
          const made = await create.mutateAsync({ body: toDraft(form) });
          message.success(t('created', { name: made.name }));
          navigate(`/projects/${made.id}`);
        }}
      >
        <ProjectFields />
      </FormPanel>
    </Page>
  );
}

function EditProject({ id }: { id: ProjectId }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const project = useCall(getProject, { params: { id } });
  const change = useChange(changeProject);
  if (project.isPending) return <SkeletonPage />;
  if (project.isError)
    return (
      <Page title={t('editTitle')} width="reading">
        <ErrorNote error={project.error} retry={() => project.refetch()} />
      </Page>
    );
  const { version, name } = project.data;
  return (
    <Page
      title={t('editTitle')}
      width="reading"
      crumbs={[
        { label: t('projects'), to: '/projects' },
        { label: name, to: `/projects/${id}` },
        { label: t('edit') },
      ]}
    >
      <FormPanel
        id={`org.project.${id}`}
        version={String(version)}
        schema={ProjectForm}
        initial={fromProject(project.data)}
        submit={t('saveDo')}
        onCancel={() => navigate(`/projects/${id}`)}
        onSubmit={async (form) => {
          await change.mutateAsync({ params: { id }, body: { version, draft: toDraft(form) } });
          message.success(t('saved'));
          navigate(`/projects/${id}`);
        }}
      >
        <ProjectFields />
      </FormPanel>
    </Page>
  );
}

function ProjectFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const pilot = Form.useWatch('scope') !== 'full';
  return (
    <>
      <FieldGroup title={t('formWhat')}>
        <Field name="name" label={t('name')}>
          <Input maxLength={60} autoFocus />
        </Field>
        <Field name="kind" label={t('kind')} half>
          <Select
            options={projectKinds.map((value) => ({
              value,
              label: phrase(projectKindText[value]),
            }))}
          />
        </Field>
        <Field name="ownerUnitId" label={t('owner')} hint={t('ownerHint')} half>
          <UnitSelect />
        </Field>
        <Field name="goal" label={t('goal')} hint={t('goalHint')} optional>
          <Input.TextArea rows={2} maxLength={500} />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('formWhere')}>
        <Field name="scope" label={t('scope')}>
          <Radio.Group
            vertical
            options={[
              { value: 'pilot', label: `${t('pilot')}${marks.colon}${t('pilotHint')}` },
              { value: 'full', label: `${t('full')}${marks.colon}${t('fullHint')}` },
            ]}
          />
        </Field>
        <Field name="startsOn" label={t('startsOn')} half>
          <DayPicker />
        </Field>
      </FieldGroup>
      {pilot && (
        <FieldGroup title={t('formMeans')}>
          <Field name="unitIds" label={t('units')} hint={t('unitsHint')}>
            <UnitListField />
          </Field>
          <Field name="endsOn" label={t('endsOn')} hint={t('endsHint')} half>
            <DayPicker />
          </Field>
          <Field name="budgetYuan" label={t('budgetYuan')} half>
            <InputNumber min={0} precision={2} style={{ width: '100%' }} />
          </Field>
          <Field name="plannedHeadcount" label={t('headcountPlan')} half>
            <InputNumber min={0} precision={0} style={{ width: '100%' }} />
          </Field>
        </FieldGroup>
      )}
      <Phases />
    </>
  );
}

function Phases() {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <FieldGroup title={t('formPhases')} hint={t('formPhasesHint')}>
      <Form.List name="phases">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <div key={key} className={styles.phaseFields}>
                <Form.Item name={[name, 'name']} label={t('phaseName')}>
                  <Input maxLength={40} />
                </Form.Item>
                <Form.Item name={[name, 'levels']} label={t('levels')}>
                  <Select
                    mode="multiple"
                    showSearch={{ optionFilterProp: 'label' }}
                    options={landingLevels.map((value) => ({
                      value,
                      label: phrase(landingLevelText[value]),
                    }))}
                  />
                </Form.Item>
                <Form.Item name={[name, 'startsOn']} label={t('startsOn')}>
                  <DayPicker />
                </Form.Item>
                <Form.Item name={[name, 'endsOn']} label={t('endsOn')}>
                  <DayPicker />
                </Form.Item>
                <div>
                  <Button type="text" size="small" onClick={() => remove(name)}>
                    <Icon name="trash" size={14} /> {t('removePhase')}
                  </Button>
                </div>
              </div>
            ))}
            <div>
              <Button onClick={() => add({})}>
                <Icon name="plus" size={14} /> {t('addPhase')}
              </Button>
            </div>
          </>
        )}
      </Form.List>
    </FieldGroup>
  );
}
