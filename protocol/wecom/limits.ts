/** The platform's numbers that no single endpoint owns. */

/** Calls of one endpoint; over them 45009 until the window has passed. */
export const CORP_RATES = { minute: 10_000, hour: 150_000 } as const;
export const ADDRESS_RATES = { minute: 20_000, hour: 600_000 } as const;
/** With `debug=1` in the address. */
export const DEBUG_RATES = { minute: 5 } as const;

/** How long a frequency limit blocks: as long as its window. A day ends at midnight. */
export const BLOCK_SECONDS = { minute: 60, hour: 3600, month: 30 * 86_400 } as const;
/** At most this many repeats after -1. */
export const BUSY_REPEATS = 3;

export const TOKEN_SECONDS = 7200;
export const TICKET_SECONDS = 7200;
export const OAUTH_CODE_SECONDS = 300;
export const USER_TICKET_SECONDS = 1800;
export const WELCOME_CODE_SECONDS = 20;
export const MEDIA_SECONDS = 3 * 86_400;
export const UPLOAD_JOB_SECONDS = 3600;
export const MOMENT_JOB_SECONDS = 86_400;
export const RESPONSE_CODE_SECONDS = 72 * 3600;
export const RECALL_SECONDS = 24 * 3600;
export const CONTACT_LIST_CURSOR_SECONDS = 4 * 3600;
export const TRANSFER_SECONDS = 24 * 3600;
export const ACQUISITION_CHAT_KEY_SECONDS = 1800;

/** The receiver of a callback has this long. */
export const CALLBACK_ANSWER_MS = 5000;
export const CALLBACK_CHECK_MS = 1000;
export const CALLBACK_ATTEMPTS = 3;

export const CORP_TAGS = 10_000;
/** Contact-me and group join ways together. */
export const CONTACT_WAYS = 500_000;
export const TEMPORARY_CONTACT_WAYS_PER_DAY = 100_000;
export const CONTACT_WAY_STAFF = 100;
export const ACQUISITION_LINK_STAFF = 500;
export const GROUP_WELCOME_TEMPLATES = 100;
export const MOMENTS_PER_MONTH = 100_000;
export const INTERCEPT_RULES = 100;
export const INTERCEPT_RULE_USERS = 10_000;
export const STRATEGY_NODES = 3000;
export const STRATEGY_LEVELS = 5;
export const TRANSFERS_PER_CUSTOMER = { count: 2, days: 90 } as const;
export const GROUP_TRANSFERS_PER_OWNER_AND_DAY = 300;
export const STATISTICS_DAYS_BACK = 180;
export const STATISTICS_SPAN_DAYS = 30;
export const APP_MESSAGES_TO_ONE = { minute: 30, hour: 1000 } as const;
/** Person-times per day and app, times the account cap of the corp. */
export const APP_MESSAGES_PER_ACCOUNT = 200;
export const CUSTOMER_SERVICE_REPLIES = { count: 5, seconds: 48 * 3600 } as const;
export const CUSTOMER_SERVICE_DAYS = 3;
export const ARCHIVE_DAYS = 5;
export const ARCHIVE_NOTICE_SECONDS = 15;
export const ARCHIVE_PULL = 1000;
export const ARCHIVE_MEDIA_CHUNK = 512 * 1024;

/** How many mass messages one customer or group may receive. */
export type MassMessageCap = 'days-of-month' | 'seven-a-week' | 'one-a-day';
