import { Button } from 'antd';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import type { SessionRow } from '../../contract.ts';
import { text } from './text.ts';

/** Where someone is signed in. */
export function SessionLedger({
  sessions,
  waiting = 0,
  end,
}: {
  sessions: readonly SessionRow[];
  waiting?: number;
  end: (session: SessionRow) => void;
}) {
  const t = useText(text);
  const phone = usePhone();
  const List = phone ? RowCards : Ledger;
  return (
    <List
      label={t('sessions')}
      rows={sessions}
      waiting={waiting}
      rowKey={(session) => session.id}
      columns={[
        {
          key: 'device',
          title: t('device'),
          render: (session) => (
            <>
              {session.device} {session.current && <Tag tone="accent">{t('thisOne')}</Tag>}
            </>
          ),
        },
        { key: 'ip', title: t('ip'), render: (session) => session.ip ?? '—' },
        {
          key: 'method',
          title: t('method'),
          render: (session) => t(session.method === 'oidc' ? 'methodOidc' : 'methodPassword'),
        },
        {
          key: 'signedInAt',
          title: t('signedInAt'),
          render: (session) => <DateTime at={session.signedInAt} show="both" />,
        },
        {
          key: 'lastSeenAt',
          title: t('lastSeenAt'),
          render: (session) => <DateTime at={session.lastSeenAt} show="relative" />,
        },
      ]}
      rowActions={(session) =>
        !session.current && (
          <Button type="text" size="small" onClick={() => end(session)}>
            {t('endSession')}
          </Button>
        )
      }
    />
  );
}
