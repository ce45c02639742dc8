import { App as AntApp } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type App, type Corp, updateApp, updateCorp } from '../../contract.ts';
import { text } from './text.ts';

/** Stops a corp or an app of it, or starts it again; says what that does. */
export function StateDialog({
  corp,
  of,
  close,
}: {
  corp: Corp;
  of: 'corp' | App | null;
  close: () => void;
}) {
  const t = useText(text);
  const { message } = AntApp.useApp();
  const changeCorp = useChange(updateCorp);
  const changeApp = useChange(updateApp);
  const app = of === 'corp' ? null : of;
  const { name, state, version } = app ?? corp;
  const stops = state === 'active';
  const next = stops ? 'stopped' : 'active';
  return (
    <Confirm
      open={of !== null}
      close={close}
      danger={stops}
      title={t(
        app ? (stops ? 'stopAppTitle' : 'startAppTitle') : stops ? 'stopTitle' : 'startTitle',
        {
          name,
        },
      )}
      consequences={
        app
          ? stops
            ? [t('stopAppWhat'), t('stopAppCallbacks')]
            : [t('startAppWhat')]
          : stops
            ? [t('stopWhat'), t('stopCallbacks')]
            : [t('startWhat')]
      }
      verb={t(app ? (stops ? 'stopApp' : 'startApp') : stops ? 'stop' : 'start')}
      run={async () => {
        const body = { state: next, version } as const;
        const params = { id: corp.id };
        if (app) await changeApp.mutateAsync({ params: { ...params, appId: app.id }, body });
        else await changeCorp.mutateAsync({ params, body });
        message.success(t(stops ? 'stopDone' : 'startDone', { name }));
      }}
    />
  );
}
