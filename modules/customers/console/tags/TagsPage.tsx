import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import { Dictionary } from './Dictionary.tsx';
import { GroupDialog, TagFormDialog } from './DictionaryForms.tsx';
import { RuleDialog } from './RuleDialog.tsx';
import { RuleList } from './RuleList.tsx';
import { text } from './text.ts';

/** The bank's words for customers, and what gives them. */
export default function TagsPage() {
  const t = useText(text);
  const manage = useMay()('customers.tag.manage');
  const [search, setSearch] = useSearchParams();
  const [ask, setAsk] = useState<'group' | 'tag' | 'rule' | null>(null);
  const view = search.get('view') === 'rules' ? 'rules' : 'dictionary';
  const close = () => setAsk(null);
  return (
    <Page
      title={t('tags')}
      purpose={t('purpose')}
      actions={
        manage &&
        (view === 'rules' ? (
          <Button type="primary" onClick={() => setAsk('rule')}>
            {t('addRule')}
          </Button>
        ) : (
          <>
            <Button onClick={() => setAsk('group')}>{t('addGroup')}</Button>
            <Button type="primary" onClick={() => setAsk('tag')}>
              {t('addTag')}
            </Button>
          </>
        ))
      }
    >
      <div>
        <Tabs
          activeKey={view}
          onChange={(key) => setSearch(key === 'rules' ? { view: key } : {}, { replace: true })}
          items={[
            { key: 'dictionary', label: t('dictionary') },
            { key: 'rules', label: t('rules') },
          ]}
        />
        {view === 'rules' ? <RuleList /> : <Dictionary />}
      </div>
      <GroupDialog open={ask === 'group'} close={close} />
      <TagFormDialog tag={ask === 'tag' ? 'new' : null} close={close} />
      <RuleDialog rule={ask === 'rule' ? 'new' : null} close={close} />
    </Page>
  );
}
