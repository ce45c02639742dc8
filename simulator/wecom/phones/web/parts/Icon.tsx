import type { ReactNode } from 'react';

/** Drawn for this page, 24 × 24, in the colour of the text around. */
const drawings = {
  back: <path d="M15 4 7 12l8 8" />,
  close: <path d="m5 5 14 14M19 5 5 19" />,
  chat: <path d="M4 5h16v11H11l-5 4v-4H4z" />,
  sms: <path d="M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12.5h5" />,
  people: (
    <>
      <circle cx="9" cy="8" r="4" />
      <path d="M2 20c0-4 3-6 7-6s7 2 7 6M16 4.5a4 4 0 0 1 0 7M18 14.5c2.5.5 4 2.3 4 5.5" />
    </>
  ),
  ring: (
    <>
      <circle cx="12" cy="12" r="9" />
      <circle cx="12" cy="12" r="3.5" />
      <path d="M12 3v5.5M20 8l-5 2.5M18 19l-3.5-4.5M6 19l3.5-4.5M4 8l5 2.5" />
    </>
  ),
  grid: <path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z" />,
  compass: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m16 8-2.5 5.5L8 16l2.5-5.5z" />
    </>
  ),
  me: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4 21c0-5 3.5-7 8-7s8 2 8 7" />
    </>
  ),
  more: (
    <>
      <circle cx="5" cy="12" r="1.2" />
      <circle cx="12" cy="12" r="1.2" />
      <circle cx="19" cy="12" r="1.2" />
    </>
  ),
  plus: <path d="M12 5v14M5 12h14" />,
  picture: (
    <>
      <path d="M3 5h18v14H3z" />
      <circle cx="8.5" cy="10" r="1.5" />
      <path d="m4 18 5-5 4 4 3-3 5 4" />
    </>
  ),
  link: (
    <path d="M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1.5-1.5" />
  ),
  program: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M15 9.5a2.5 2.5 0 1 0-3 2.5v0a2.5 2.5 0 1 1-3 2.5" />
    </>
  ),
  file: <path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" />,
  heart: <path d="M12 20S4 15 4 9.5A4 4 0 0 1 12 8a4 4 0 0 1 8 1.5C20 15 12 20 12 20z" />,
  scan: <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M4 12h16" />,
  send: <path d="m4 12 17-8-6 17-3-7z" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5l4 2" />
    </>
  ),
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="m15.5 15.5 5 5" />
    </>
  ),
  down: <path d="m6 9 6 6 6-6" />,
  right: <path d="m9 5 7 7-7 7" />,
  check: <path d="m5 12 5 5 9-11" />,
  horn: <path d="M4 10v5h3l8 5V5l-8 5zM18 9.5a4 4 0 0 1 0 6" />,
  reload: <path d="M20 12a8 8 0 1 1-2.5-5.8M20 3v5h-5" />,
  globe: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18" />
    </>
  ),
  box: <path d="M4 8 12 4l8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  );
}
