/** 域行: a realm, open at one side, and the one who sets out from it. */
export function Mark({ size = 24, label }: { size?: number; label?: string }) {
  return (
    <svg
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label === undefined}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      style={{ flex: 'none' }}
    >
      <path
        d="M19.6 15.2A8.6 8.6 0 1 1 15.2 4"
        stroke="currentColor"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path d="M11.6 12.4 17 7" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="20.2" cy="3.8" r="2.6" fill="var(--accent)" />
    </svg>
  );
}
