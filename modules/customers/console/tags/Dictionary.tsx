import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { changeTag, listTags, type TagGroup, type Tag as TagOf } from '../../contract.ts';
import { TagFormDialog } from './DictionaryForms.tsx';
import styles from './tags.module.css';
import { text } from './text.ts';

export function Dictionary() {
  const t = useText(text);
  const [all, setAll] = useState(false);
  const [edited, setEdited] = useState<TagOf | null>(null);
  const [asked, setAsked] = useState<TagOf | null>(null);
  const tags = useCall(listTags, { query: { state: all ? 'all' : 'active' } }, { keep: true });
  if (tags.isPending) return <SkeletonText lines={10} />;
  if (tags.isError && !tags.data)
    return <ErrorNote error={tags.error} retry={() => tags.refetch()} />;
  const { groups } = tags.data;
  return (
    <div className={styles.stack}>
      <div>
        <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
          {t('withRetired')}
        </Checkbox>
      </div>
      {groups.length === 0 && <Empty title={t('empty')}>{t('emptyHint')}</Empty>}
      {groups.map((group) => (
        <Group key={group.id} group={group} edit={setEdited} ask={setAsked} />
      ))}
      <TagFormDialog tag={edited} close={() => setEdited(null)} />
      <StateDialog tag={asked} close={() => setAsked(null)} />
    </div>
  );
}

function Group({
  group,
  edit,
  ask,
}: {
  group: TagGroup;
  edit: (tag: TagOf) => void;
  ask: (tag: TagOf) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const manage = useMay()('customers.tag.manage');
  const columns: Column<TagOf>[] = [
    {
      key: 'name',
      title: t('tag'),
      width: 220,
      render: (tag) => (
        <span className={styles.inline}>
          {phrase(tag.name)} <code>{tag.code}</code>
        </span>
      ),
    },
    {
      key: 'description',
      title: t('description'),
      wrap: true,
      render: (tag) => tag.description ?? '—',
    },
    {
      key: 'days',
      title: t('days'),
      width: 120,
      render: (tag) => (tag.days === null ? t('forever') : t('daysOf', { n: tag.days })),
    },
    {
      key: 'pushName',
      title: t('pushName'),
      width: 180,
      render: (tag) => tag.pushName ?? t('notPushed'),
    },
    {
      key: 'state',
      title: t('state'),
      width: 110,
      card: 'side',
      render: (tag) => (
        <Status kind={tag.state === 'active' ? 'active' : 'ended'}>
          {t(tag.state === 'active' ? 'inUse' : 'retired')}
        </Status>
      ),
    },
  ];
  return (
    <Section
      title={
        <span className={styles.inline}>
          {phrase(group.name)}
          <Tag>{t(group.kind)}</Tag>
          {group.exclusive && <Tag>{t('exclusive')}</Tag>}
          {group.recommends && <Tag tone="accent">{t('recommends')}</Tag>}
        </span>
      }
    >
      {group.tags.length === 0 ? (
        <Empty small title={t('empty')} />
      ) : (
        <Rows
          label={phrase(group.name)}
          rows={group.tags}
          rowKey={(tag) => tag.code}
          columns={columns}
          rowActions={
            manage
              ? (tag) => (
                  <span className={styles.actions}>
                    <Button size="small" onClick={() => edit(tag)}>
                      {t('change')}
                    </Button>
                    <Button size="small" onClick={() => ask(tag)}>
                      {t(tag.state === 'active' ? 'retire' : 'restore')}
                    </Button>
                  </span>
                )
              : undefined
          }
        />
      )}
    </Section>
  );
}

function StateDialog({ tag, close }: { tag: TagOf | null; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const change = useChange(changeTag);
  const retires = tag?.state === 'active';
  return (
    <Confirm
      open={tag !== null}
      close={close}
      danger={retires}
      title={t(retires ? 'retireTitle' : 'restoreTitle', { name: tag ? phrase(tag.name) : '' })}
      consequences={[t(retires ? 'retireWhat' : 'restoreWhat')]}
      verb={t(retires ? 'retire' : 'restore')}
      run={async () => {
        if (!tag) return;
        await change.mutateAsync({
          params: { code: tag.code },
          body: { state: retires ? 'retired' : 'active', version: tag.version },
        });
        message.success(t('saved'));
      }}
    />
  );
}
