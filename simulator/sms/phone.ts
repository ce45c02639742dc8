/** What a customer's phone shows of text messages. Times are Unix seconds of the simulated clock. */
export interface SmsLine {
  readonly id: string;
  readonly at: number;
  readonly mine: boolean;
  readonly appId: string;
  readonly text: string;
}

export interface SmsInbox {
  /** Null: nobody knows a number of theirs. */
  readonly number: string | null;
  readonly lines: readonly SmsLine[];
}
