import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Account,
  type AccountKind,
  accountKinds,
  type Corp,
  listCorps,
  listMiniPrograms,
  listOfficialAccounts,
  officialTypes,
} from '../../contract.ts';
import { AccountDialog } from './AccountDialog.tsx';
import styles from './accounts.module.css';
import { text } from './text.ts';

/** All that the bank owns in WeChat, each part for who may see it. */
export default function AccountsPage() {
  const t = useText(text);
  const may = useMay();
  return (
    <Page title={t('title')} purpose={t('purpose')}>
      {may('wecom.corp.read') && <Corps />}
      {may('wecom.official.read') && <Accounts kind="official" list={listOfficialAccounts} />}
      {may('wecom.mini.read') && <Accounts kind="mini" list={listMiniPrograms} />}
    </Page>
  );
}

function Corps() {
  const t = useText(text);
  const corps = useCall(listCorps, { query: { size: 100 } });
  return (
    <Section
      title={t('corps')}
      hint={t('corpsHint')}
      actions={<Link to="/wecom">{t('toCorps')}</Link>}
    >
      {corps.isError && <ErrorNote error={corps.error} retry={() => corps.refetch()} />}
      {corps.data?.items.length === 0 ? (
        <Empty small title={t('none')} />
      ) : (
        <Rows<Corp>
          label={t('corps')}
          rows={corps.data?.items ?? []}
          waiting={corps.isPending ? 2 : 0}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: t('name'),
              render: ({ id, name }) => <Link to={`/wecom/corps/${id}`}>{name}</Link>,
            },
            { key: 'corpid', title: 'CorpID', render: ({ corpid }) => corpid },
            {
              key: 'apps',
              title: t('ofApps'),
              render: ({ apps }) => t('apps', { n: apps.length }),
            },
            { key: 'state', title: t('state'), render: ({ state }) => <Shown state={state} /> },
          ]}
        />
      )}
    </Section>
  );
}

function Accounts({
  kind,
  list,
}: {
  kind: AccountKind;
  list: typeof listOfficialAccounts | typeof listMiniPrograms;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const accounts = useCall(list);
  const [opened, setOpened] = useState<Account | 'new' | null>(null);
  const word = phrase(accountKinds[kind]);
  return (
    <Section
      title={word}
      hint={t(kind === 'official' ? 'officialHint' : 'miniHint')}
      actions={
        may(`wecom.${kind}.manage`) && (
          <Button onClick={() => setOpened('new')}>{t('add', { kind: word })}</Button>
        )
      }
    >
      {accounts.isError && <ErrorNote error={accounts.error} retry={() => accounts.refetch()} />}
      {accounts.data?.items.length === 0 ? (
        <Empty small title={t('none')} />
      ) : (
        <Rows<Account>
          label={word}
          rows={accounts.data?.items ?? []}
          waiting={accounts.isPending ? 2 : 0}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: t('name'),
              render: ({ name, purpose }) => (
                <span className={styles.name}>
                  <b>{name}</b>
                  {purpose && <small>{purpose}</small>}
                </span>
              ),
            },
            { key: 'appid', title: t('appid'), render: ({ appid }) => appid },
            ...(kind === 'official'
              ? [
                  {
                    key: 'type',
                    title: t('type'),
                    render: ({ type }: Account) => (type ? phrase(officialTypes[type]) : '—'),
                  },
                ]
              : []),
            { key: 'unit', title: t('unit'), render: ({ unitName }) => unitName },
            { key: 'state', title: t('state'), render: ({ state }) => <Shown state={state} /> },
          ]}
          rowActions={(account) =>
            account.can.change && (
              <Button size="small" onClick={() => setOpened(account)}>
                {t('change')}
              </Button>
            )
          }
        />
      )}
      {opened && (
        <AccountDialog
          kind={kind}
          account={opened === 'new' ? null : opened}
          close={() => setOpened(null)}
        />
      )}
    </Section>
  );
}

function Shown({ state }: { state: 'active' | 'stopped' }) {
  const t = useText(text);
  return <Status kind={state}>{t(state)}</Status>;
}
