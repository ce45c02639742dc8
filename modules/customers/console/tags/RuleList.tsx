import { App, Button } from 'antd';
import { useState } from 'react';
import { useCall, useChange } from '#platform/web/api.ts';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { changeTagRule, listTagRules, listTags, type TagRule } from '../../contract.ts';
import { RuleDialog } from './RuleDialog.tsx';
import styles from './tags.module.css';
import { text } from './text.ts';

/** What happened → which tag, each rule as a sentence. */
export function RuleList() {
  const t = useText(text);
  const phrase = usePhrase();
  const lang = useLang();
  const manage = useMay()('customers.tag.manage');
  const { message } = App.useApp();
  const [edited, setEdited] = useState<TagRule | null>(null);
  const rules = useCall(listTagRules);
  const groups = useCall(listTags, { query: { state: 'all' } }).data?.groups ?? [];
  const change = useChange(changeTagRule, {
    onSuccess: () => void message.success(t('saved')),
    onError: (error) => void message.error(errorText(error, lang)),
  });
  if (rules.isPending) return <SkeletonText lines={6} />;
  if (rules.isError) return <ErrorNote error={rules.error} retry={() => rules.refetch()} />;
  if (rules.data.items.length === 0) return <Empty title={t('noRules')}>{t('noRulesHint')}</Empty>;
  const names = new Map(
    groups.flatMap((group) => group.tags).map((tag) => [tag.code, phrase(tag.name)]),
  );
  const sentence = (rule: TagRule) =>
    t('sentence', {
      days: rule.withinDays,
      count: rule.count,
      event: rule.event,
      subject: rule.subject ? t('about', { subject: rule.subject }) : '',
      tag: names.get(rule.tag) ?? rule.tag,
      confidence: rule.confidence,
    });
  return (
    <>
      <Rows
        label={t('rules')}
        rows={rules.data.items}
        rowKey={(rule) => String(rule.id)}
        columns={[
          { key: 'name', title: t('ruleName'), width: 220, render: (rule) => rule.name },
          { key: 'rule', title: t('rule'), wrap: true, render: sentence },
          {
            key: 'state',
            title: t('state'),
            width: 110,
            card: 'side',
            render: (rule) => (
              <Status kind={rule.state === 'active' ? 'active' : 'paused'}>
                {t(rule.state === 'active' ? 'on' : 'off')}
              </Status>
            ),
          },
        ]}
        rowActions={
          manage
            ? (rule) => (
                <span className={styles.actions}>
                  <Button size="small" onClick={() => setEdited(rule)}>
                    {t('change')}
                  </Button>
                  <Button
                    size="small"
                    onClick={() =>
                      change.mutate({
                        params: { id: rule.id },
                        body: {
                          state: rule.state === 'active' ? 'off' : 'active',
                          version: rule.version,
                        },
                      })
                    }
                  >
                    {t(rule.state === 'active' ? 'turnOff' : 'turnOn')}
                  </Button>
                </span>
              )
            : undefined
        }
      />
      <RuleDialog rule={edited} close={() => setEdited(null)} />
    </>
  );
}
