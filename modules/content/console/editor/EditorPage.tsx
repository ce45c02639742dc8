import { App } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  changeItem,
  createItem,
  Draft,
  type DraftInput,
  getItem,
  type ItemDetail,
  type ItemId,
} from '../../contract.ts';
import styles from '../content.module.css';
import { text } from '../text.ts';
import { EditorFields } from './EditorFields.tsx';
import { Findings } from './Findings.tsx';

/** A new item, or the draft of one that is there. */
export default function EditorPage() {
  const t = useText(text);
  const { id } = useParams();
  const item = useCall(getItem, { params: { id: id as ItemId } }, { enabled: id !== undefined });
  if (id === undefined) return <Editor />;
  if (item.isPending) return <SkeletonPage />;
  if (item.isError)
    return (
      <Page title={t('item')} crumbs={[{ label: t('library'), to: '/content' }]}>
        <ErrorNote error={item.error} retry={() => item.refetch()} />
      </Page>
    );
  return <Editor key={`${id}/${item.data.open}`} item={item.data} />;
}

function Editor({ item }: { item?: ItemDetail }) {
  const t = useText(text);
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const returned = search.get('approval');
  const again = returned ? `?approval=${returned}` : '';
  const { message } = App.useApp();
  const create = useChange(createItem);
  const change = useChange(changeItem);
  const draft = item?.versions.find((v) => v.version === item.open && v.state === 'draft');
  const [start] = useState(() => draft ?? emptyDraft(search));
  const [values, setValues] = useState<unknown>(start);
  if (item && !draft)
    return (
      <Page title={item.name} crumbs={[{ label: t('library'), to: '/content' }]}>
        <Callout tone="warn">{t('pending')}</Callout>
      </Page>
    );
  return (
    <Page
      title={item ? t('editTitle', { name: item.name }) : t('createTitle')}
      purpose={t('editorPurpose')}
      crumbs={[
        { label: t('library'), to: '/content' },
        ...(item ? [{ label: item.name, to: `/content/items/${item.id}` }] : []),
        { label: item ? t('edit') : t('create') },
      ]}
    >
      {returned && <Callout tone="warn">{t('returned')}</Callout>}
      <div className={styles.editor}>
        <FormPanel
          id={`content.item.${item?.id ?? 'new'}`}
          version={String(draft?.revision ?? '')}
          schema={item ? Draft : Draft.extend({ ownerUnitId: z.uuid() })}
          initial={start as never}
          submit={t('save')}
          onChange={setValues}
          onCancel={() => navigate(item ? `/content/items/${item.id}${again}` : '/content')}
          onSubmit={async (form) => {
            const saved = item
              ? await change.mutateAsync({
                  params: { id: item.id },
                  body: { ...form, version: draft!.version, revision: draft!.revision },
                })
              : await create.mutateAsync({ body: form as Draft & { ownerUnitId: string } });
            message.success(t('saved'));
            navigate(`/content/items/${saved.id}${again}`);
          }}
        >
          <EditorFields isNew={!item} />
        </FormPanel>
        <Findings values={values} />
      </div>
    </Page>
  );
}

/** From a gap of the matrix or the calendar: the segment, stage or scene that lacks something. */
function emptyDraft(search: URLSearchParams): Partial<DraftInput> {
  const segment = search.get('segment');
  const stage = search.get('stage');
  const scene = search.get('scene');
  return {
    body: { text: '', human: null, threeW: null, source: '', carrier: { format: 'text' } },
    facets: {
      segments: segment ? [segment] : [],
      stage: (stage as never) ?? null,
      scenes: scene ? [scene] : [],
      productIds: [],
      nature: [],
      places: ['one_to_one'],
      purpose: 'marketing',
      promotional: false,
      need: '',
    },
    validity: { from: null, to: null },
  };
}
