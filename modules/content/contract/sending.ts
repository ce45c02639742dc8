import type { ContentPlace } from '#modules/compliance/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';

/**
 * What those who send ask of content, through the door: `contentLinks`, `staffCardLinks`,
 * `renderContent`, `wecomAttachments`. All of them take sets; none of them asks who may read.
 */
export interface VersionRef {
  readonly itemId: string;
  readonly version: number;
}

/** Head office's words, or the same as an RM says them. */
export type Voice = 'text' | 'human';

/** A tracked address of one content. The same input gives the same address, whenever it is asked. */
export interface LinkInput extends VersionRef {
  /** For whom it is; null: the same address goes to everybody whom one message reaches. */
  readonly customerId: number | null;
  /** Whose card stands on the page. */
  readonly staffId: string | null;
  /** The touch, the handover, the slot: what tells this address from another of the same content. */
  readonly mark: string;
  readonly voice?: Voice;
}

/**
 * Addresses in the order of the inputs. Outside of a transaction or in the caller's.
 * Nothing of a person stands in them, and none can be guessed or altered into another.
 */
export type ContentLinks<C> = (ctx: C, inputs: readonly LinkInput[]) => Promise<string[]>;

/** Staff id → address of the card on which anybody can see that this person works here. */
export type StaffCardLinks<C> = (
  ctx: C,
  staffIds: readonly string[],
) => Promise<Map<string, string>>;

export interface RenderFor {
  /** Empty: one rendering for nobody in particular (Moments, groups). */
  readonly customerIds: readonly number[];
  /** Who sends it; null: several colleagues the very same (Moments), so nobody's name stands in it. */
  readonly staffId: string | null;
  readonly channel: Exclude<ContentPlace, 'page'>;
  /** Taken when the version has it; head office's words otherwise. */
  readonly voice?: Voice;
  /** One message for many: places that speak of the customer take neutral words (`您好`). */
  readonly neutral?: boolean;
  /** What the plan says: `benefit_name`, `event_date` and other places. Wins over what is known. */
  readonly values?: Readonly<Record<string, string>>;
  /**
   * Which addresses its pages get. `each`: one for every customer, told apart by these marks
   * (customer → touch). `shared`: one for all, by one mark (the handover).
   */
  readonly links:
    | { readonly kind: 'each'; readonly marks: ReadonlyMap<number, string> }
    | { readonly kind: 'shared'; readonly mark: string };
}

/** What goes beside the text, before WeCom has any of the files; `wecomAttachments` gives its shapes. */
export type ContentAttachment =
  | { readonly kind: 'image' | 'video' | 'file'; readonly fileId: string }
  /** A picture that gets the code of whoever sends it; made when WeCom is given it. */
  | {
      readonly kind: 'poster';
      readonly itemId: string;
      readonly version: number;
      readonly staffId: string;
    }
  | {
      readonly kind: 'link';
      readonly title: string;
      readonly desc: string;
      readonly url: string;
      readonly coverId: string | null;
    }
  | {
      readonly kind: 'mini_program';
      readonly title: string;
      readonly appid: string;
      readonly page: string;
      readonly coverId: string;
    };

export type Rendered =
  | {
      readonly outcome: 'ready';
      readonly customerId: number | null;
      readonly text: string;
      readonly attachments: readonly ContentAttachment[];
      readonly voice: Voice;
      /** Equal for those who get the very same message, so that one task of WeCom can carry it. */
      readonly same: string;
    }
  | {
      readonly outcome: 'refused';
      readonly customerId: number | null;
      readonly why: RenderRefusal;
      /** The place that could not be filled, or the limit that was passed. */
      readonly field: string;
      readonly text: Phrase;
    };

export type RenderRefusal =
  /** There is no such version. */
  | 'version_unknown'
  /** A place of the text has no value for this customer; `field` names it. */
  | 'variable_missing'
  /** Longer than the channel takes, once filled. */
  | 'too_long'
  /** A format the channel does not carry. */
  | 'format_unfit'
  | 'staff_unknown';

/** One for each customer in the order given; one for nobody when none is given. */
export type RenderContent<C> = (ctx: C, ref: VersionRef, wanted: RenderFor) => Promise<Rendered[]>;
