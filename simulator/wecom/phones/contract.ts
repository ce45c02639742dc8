/** What the page of the two phones is told. Times are Unix seconds of the simulated clock. */

export interface PhoneCorp {
  readonly corpId: string;
  readonly name: string;
}

export interface PhonesState {
  readonly corps: readonly PhoneCorp[];
  readonly clock: ClockFace;
  /** The product's address, when a product was told to us. */
  readonly productUrl: string | null;
}

export interface ClockFace {
  /** Milliseconds. */
  readonly nowMs: number;
  readonly speed: number;
  /** True: the product's clock leads, and is asked to move on. */
  readonly led: boolean;
}

export interface StaffCard {
  readonly userid: string;
  readonly name: string;
  readonly position: string;
  readonly department: string;
  readonly customers: number;
  /** Of the person asked about. */
  readonly friend: boolean;
}

export interface PersonCard {
  readonly person: string;
  readonly name: string;
  readonly gender: number;
  /** 1 WeChat, 2 another corp's WeCom. */
  readonly kind: number;
  readonly corpName: string | null;
  /** Members of the corp who are friends of theirs. */
  readonly friends: number;
  /** Of the member asked about. */
  readonly friend: boolean;
}

export interface Line {
  readonly id: number;
  readonly at: number;
  readonly side: 'staff' | 'customer' | 'system';
  /** A userid or a person, by side. */
  readonly by: string;
  readonly name: string;
  readonly msgtype: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly source: string;
}

export interface Preview {
  readonly id: number;
  readonly at: number;
  readonly side: Line['side'];
  readonly by: string;
  readonly name: string;
  readonly msgtype: string;
  readonly text: string;
}

/** A row in a list of chats: with one person or member, or a group. */
export interface ChatRow {
  readonly kind: 'person' | 'staff' | 'group';
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly at: number;
  readonly last: Preview | null;
}

export interface StaffPhone {
  readonly staff: StaffCard;
  readonly chats: readonly ChatRow[];
  readonly requests: readonly { person: string; name: string; at: number; addWay: number }[];
  readonly massTasks: readonly MassTask[];
  readonly momentTasks: readonly MomentTask[];
  readonly appMessages: readonly AppMessage[];
  readonly apps: readonly PhoneApp[];
}

/** An app that the member sees: its own page, and its tools in chats. */
export interface PhoneApp {
  readonly agentId: number;
  readonly name: string;
  readonly homeUrl: string;
  readonly toolbar: readonly { readonly name: string; readonly url: string }[];
}

export interface MassTask {
  readonly msgid: string;
  readonly chatType: string;
  readonly content: Content;
  readonly createdAt: number;
  readonly reminders: number;
  readonly allowSelect: boolean;
  readonly total: number;
}

export interface MassTaskDetail extends MassTask {
  /** Persons, or groups. */
  readonly targets: readonly { id: string; name: string }[];
}

export interface MomentTask {
  readonly momentId: string;
  readonly content: Content;
  readonly createdAt: number;
}

export interface AppMessage {
  readonly msgid: string;
  readonly agentId: number;
  readonly app: string;
  readonly msgtype: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly at: number;
}

export interface Content {
  readonly text?: { readonly content: string };
  readonly attachments?: readonly { readonly msgtype: string; readonly [body: string]: unknown }[];
}

export interface Relation {
  readonly person: PersonCard;
  readonly staff: StaffCard;
  readonly externalUserid: string;
  readonly state: string | null;
  readonly addWay: number;
  readonly createtime: number;
  readonly half: boolean;
  readonly remark: string;
  readonly description: string;
  readonly tags: readonly { id: string; name: string; group: string }[];
  readonly deletedByStaff: boolean;
  readonly deletedByCustomer: boolean;
}

export interface Chat {
  readonly relation: Relation | null;
  readonly lines: readonly Line[];
}

export interface CorpTag {
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

export interface CustomerRow {
  readonly person: string;
  readonly name: string;
  readonly remark: string;
  readonly createtime: number;
  readonly half: boolean;
  readonly deletedByCustomer: boolean;
}

export interface PersonPhone {
  readonly person: PersonCard;
  readonly chats: readonly ChatRow[];
  /** The newest moment they can see. */
  readonly newestMoment: number;
}

export interface Post {
  readonly momentId: string;
  readonly userid: string;
  readonly name: string;
  readonly content: Content;
  readonly at: number;
  /** Written by the member alone, without a task. */
  readonly own: boolean;
  readonly viewers: number;
  readonly reactions: readonly {
    readonly kind: 'like' | 'comment';
    readonly side: 'staff' | 'customer';
    readonly by: string;
    readonly name: string;
    readonly text: string;
  }[];
}

export interface Group {
  readonly chatId: string;
  readonly name: string;
  readonly notice: string;
  readonly owner: string;
  readonly dissolved: boolean;
  readonly members: readonly { id: string; name: string; side: 'staff' | 'customer' }[];
  readonly lines: readonly Line[];
}

export interface Codes {
  readonly ways: readonly {
    configId: string;
    remark: string;
    state: string;
    staff: readonly string[];
    uses: number;
    over: boolean;
    asks: boolean;
  }[];
  readonly groups: readonly { configId: string; remark: string; state: string; name: string }[];
  readonly links: readonly { linkId: string; name: string; staff: readonly string[] }[];
}

/** One call of the product, or one callback to it. */
export interface WireEntry {
  readonly id: string;
  readonly way: 'call' | 'callback';
  readonly name: string;
  readonly note: string;
  readonly ok: boolean | null;
  readonly at: number;
}

/** Persons and members who are left alone by the simulated people; null where none live. */
export interface ByHand {
  readonly ids: readonly string[] | null;
}
