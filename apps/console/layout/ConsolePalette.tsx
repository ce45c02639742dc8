import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { searchEverything } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { CommandPalette } from '#platform/web/command/CommandPalette.tsx';
import type { CommandGroup } from '#platform/web/command/match.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { themeChoice, useTheme } from '#platform/web/theme/theme-choice.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import { useSignOut } from '../session/sign-out.ts';
import { text } from '../text.ts';
import type { NavGroup } from './navigation.ts';
import { useChooseLanguage } from './UserMenu.tsx';

/** Ctrl+K: pages, actions, and what the server knows by that name. */
export function ConsolePalette({
  open,
  close,
  groups,
}: {
  open: boolean;
  close: () => void;
  groups: readonly NavGroup[];
}) {
  const t = useText(text);
  const say = usePhrase();
  const lang = useLang();
  const theme = useTheme();
  const navigate = useNavigate();
  const leave = useSignOut();
  const chooseLanguage = useChooseLanguage();
  const [query, setQuery] = useState('');
  const settled = useSettled(query, 200);
  const answer = useCall(
    searchEverything,
    { query: { q: settled } },
    { enabled: open && settled !== '', keep: true },
  );

  const commands = useMemo<CommandGroup[]>(
    () => [
      {
        key: 'pages',
        title: t('pages'),
        items: [
          { key: '/', label: t('home'), also: ['home', 'gzt'], run: () => navigate('/') },
          ...groups.flatMap((group) =>
            group.pages.map((page) => ({
              key: page.path,
              label: say(page.label),
              detail: say(group.capability),
              also: [...page.label, ...(page.also ?? [])],
              run: () => navigate(page.path),
            })),
          ),
        ],
      },
      {
        key: 'actions',
        title: t('actions'),
        items: [
          {
            key: 'theme',
            label: theme === 'dark' ? t('light') : t('dark'),
            detail: t('theme'),
            also: ['theme', 'dark', 'light', '外观', '深色', '浅色'],
            run: () => themeChoice.set(theme === 'dark' ? 'light' : 'dark'),
          },
          {
            key: 'language',
            label: lang === 'en' ? '中文' : 'English',
            detail: t('language'),
            also: ['language', '语言'],
            run: () => chooseLanguage(lang === 'en' ? 'zh-CN' : 'en'),
          },
          {
            key: 'me',
            label: t('profile'),
            also: ['password', '密码'],
            run: () => navigate('/me'),
          },
          { key: 'out', label: t('signOut'), also: ['sign out', '退出'], run: leave },
        ],
      },
    ],
    [groups, t, say, lang, theme, navigate, leave, chooseLanguage],
  );
  const found = useMemo<CommandGroup[]>(
    () =>
      (answer.data?.groups ?? []).map((group) => ({
        key: `found.${group.kind}`,
        title: group.name,
        items: group.items.map((item) => ({
          key: `${group.kind}.${item.id}`,
          label: item.title,
          detail: item.detail ?? undefined,
          run: () => navigate(item.link),
        })),
      })),
    [answer.data, navigate],
  );
  return (
    <CommandPalette
      open={open}
      close={() => {
        setQuery('');
        close();
      }}
      groups={commands}
      found={query === '' ? [] : found}
      searching={query !== '' && (answer.isFetching || query !== settled)}
      onQuery={setQuery}
    />
  );
}
