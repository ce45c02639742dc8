import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useRouteError } from 'react-router';
import { describeLack } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { mayOpen, type RoomPage } from '#platform/web/room.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';

const Home = () => {
  const t = useText(text);
  return (
    <Link to="/">
      <Button type="primary">{t('backHome')}</Button>
    </Link>
  );
};

export function NotFoundPage() {
  const t = useText(text);
  return (
    <Page title={t('notFoundTitle')} width="reading">
      <Empty title="404" action={<Home />}>
        {t('notFoundHint')}
      </Empty>
    </Page>
  );
}

/** A page behind its permission; the server refuses again whatever the screen shows. */
export function Allowed({ page, children }: { page: RoomPage; children: ReactNode }) {
  const may = useMay();
  return mayOpen(page, may) ? children : <Forbidden needs={[page.permission ?? []].flat()} />;
}

/** Which permission opens the page, in words, and who can give it; its code only beside. */
function Forbidden({ needs }: { needs: readonly string[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const { data } = useCall(describeLack, { query: { name: needs.join(',') } });
  const names = data?.permissions.map((one) => phrase(one.text));
  return (
    <Page title={t('forbiddenTitle')} width="reading">
      <Empty
        title={names && t('forbiddenNeeds', { permission: names.join(t('forbiddenOr')) })}
        action={<Home />}
      >
        {data &&
          (data.ask.length > 0
            ? t('forbiddenAsk', { people: data.ask.map(({ name }) => name).join(comma) })
            : t('forbiddenAskNobody'))}
        <br />
        <small>
          403 <code>{needs.join(' ')}</code>
        </small>
      </Empty>
    </Page>
  );
}

/** A page threw, or its code could not be fetched because a newer version was installed meanwhile. */
export function CrashPage() {
  const t = useText(text);
  const error = useRouteError();
  const outdated = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  return (
    <Page title={outdated ? t('outdated') : t('crashTitle')} width="reading">
      {!outdated && <p>{t('crashHint')}</p>}
      {!outdated && <ErrorNote error={error} />}
      <div>
        <Button type="primary" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
      </div>
    </Page>
  );
}
