import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { type ReactNode, useEffect, useMemo } from 'react';
import { AppError } from '#platform/contract/errors.ts';
import { useLang } from './text/lang.ts';
import { antdTheme } from './theme/antd.ts';
import './theme/base.css';
import { useTheme } from './theme/theme-choice.ts';
import { useMedia } from './useMedia.ts';

/** `onError` hears every refusal, beside the screen that asked. */
export const createClient = (onError: (error: unknown) => void = () => {}): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        // Refusals do not change by asking again; the transport has its own patience with a busy server.
        retry: (times, error) => times < 2 && !(error instanceof AppError && error.status > 0),
      },
      mutations: { retry: false },
    },
  });

/** Theme, language and calls for everything inside. */
export function WebRoot({ client, children }: { client: QueryClient; children: ReactNode }) {
  const lang = useLang();
  const name = useTheme();
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const theme = useMemo(() => antdTheme(name, still), [name, still]);
  useEffect(() => {
    document.documentElement.lang = lang;
    dayjs.locale(lang === 'en' ? 'en' : 'zh-cn');
  }, [lang]);
  useEffect(() => {
    document.documentElement.dataset.theme = name;
  }, [name]);
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider
        theme={theme}
        locale={lang === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <App message={{ maxCount: 3, top: 64 }} component={false}>
          {children}
        </App>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
