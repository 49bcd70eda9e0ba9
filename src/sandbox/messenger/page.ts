import type { SentMessage } from '../sent-log.ts'
import { MessengerEvents, type SubscriptionField } from './events.ts'
import type { World } from './world.ts'

/** One Page connected to one app. */
export interface PageApp {
  readonly pageId: string
  readonly pageToken: string
  readonly appId: string
  readonly appSecret: string
  readonly verifyToken: string
  /** Set up for paid messages, with a campaign that has warmed up. */
  readonly paid?: { readonly adAccount: string; readonly campaign: string }
}

/** A person who allowed paid messages, by their token. Instants are UTC ms. */
export interface Subscriber {
  readonly psid: string
  readonly until: number
  stopped: boolean
  sentAt: number | null
}

/** One person towards one Page. Instants are UTC ms. */
export interface Person {
  readonly psid: string
  /** Admin, developer or tester of the app: reachable without advanced access. */
  hasRole: boolean
  blocked: boolean
  /** Last act that opens the window; null when there was none yet. */
  lastActionAt: number | null
  /** The app that controls the thread, until it lapses. */
  owner: { readonly appId: string; readonly until: number } | null
  lastReceived: SentMessage | null
  /** How often each of the person's messages was edited. */
  readonly edits: Map<string, number>
}

export interface Comment {
  readonly psid: string
  readonly at: number
  answered: boolean
}

export interface UtilityTemplate {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly status: 'APPROVED' | 'REJECTED'
  readonly rejectedReason: string | null
  readonly body: string
  /** Names of the body's placeholders in order; numbers for positional ones. */
  readonly placeholders: readonly string[]
  readonly named: boolean
  /** `target`: address or payload, perhaps with a placeholder. */
  readonly buttons: readonly { readonly type: string; readonly text: string; readonly target: string }[]
  readonly components: unknown
}

/** One Page with all that belongs to it. */
export class Page {
  readonly app: PageApp
  readonly world: World
  readonly events: MessengerEvents
  readonly profile = new Map<string, unknown>()
  readonly templates: UtilityTemplate[] = []
  readonly personas = new Map<
    string,
    { readonly id: string; readonly name: string; readonly profile_picture_url: string }
  >()
  readonly attachments = new Map<string, { readonly type: string; readonly at: number }>()
  readonly comments = new Map<string, Comment>()
  readonly subscribers = new Map<string, Subscriber>()
  /** Message campaigns by id, with when they were made. */
  readonly campaigns = new Map<string, number>()
  readonly people = new Map<string, Person>()
  readonly #firstFields: ReadonlySet<string>
  subscribedFields: ReadonlySet<string>
  /** Paid messages that the budget still covers. */
  paidLeft = Number.POSITIVE_INFINITY
  /** The app that alone may write in idle threads; null is the platform's default: every app may. */
  defaultAppId: string | null = null
  /** The subcode of error 190 when the token is dead. */
  tokenTrouble: number | null = null

  constructor(app: PageApp, world: World, subscribedFields: readonly SubscriptionField[]) {
    this.app = app
    this.world = world
    if (app.paid) this.campaigns.set(app.paid.campaign, Number.NEGATIVE_INFINITY)
    this.events = new MessengerEvents(app.pageId, world.clock, () => world.newMid())
    this.#firstFields = new Set(subscribedFields)
    this.subscribedFields = this.#firstFields
  }

  /** Takes up the fields of the start again, if the platform had dropped all. */
  resubscribe(): void {
    if (this.subscribedFields.size === 0) this.subscribedFields = this.#firstFields
  }

  get id(): string {
    return this.app.pageId
  }

  isSubscribedTo(field: string): boolean {
    return this.subscribedFields.has(field)
  }

  /** The person, made known if need be. */
  meet(psid: string): Person {
    const known = this.people.get(psid)
    if (known) return known
    const person: Person = {
      psid,
      hasRole: false,
      blocked: false,
      lastActionAt: null,
      owner: null,
      lastReceived: null,
      edits: new Map(),
    }
    this.people.set(psid, person)
    return person
  }
}
