/** What a login leaves behind, to be kept as it is: whoever has it can act as the account. */
export interface Credentials {
  readonly cookies: readonly unknown[]
  readonly imei: string
  readonly userAgent: string
}

/** A group that the account is a member of. */
export interface ZaloGroup {
  readonly id: string
  readonly name: string
  readonly members: number
}

const TRANSPORT_FAILURES = [
  /** The session is over: nothing was done, and nothing will be until somebody logs in anew. */
  'logged_out',
  /** Zalo refused: nothing was done. */
  'refused',
  /** Zalo was not reached: nothing was done. */
  'unavailable',
  /** The connection broke after the request had gone out: it may have been done. */
  'unknown',
] as const
export type TransportFailure = (typeof TRANSPORT_FAILURES)[number]

export interface Failed<Reason extends string = TransportFailure> {
  readonly type: 'failed'
  readonly reason: Reason
  /** Zalo's own code, or `network`, `timeout`, `http 502`; holds no text, name or token. */
  readonly code: string
}

export type Tried<Value, Reason extends string = TransportFailure> =
  | { readonly type: 'ok'; readonly value: Value }
  | Failed<Reason>

/** `taken_over`: somebody logged in elsewhere, or Zalo threw the session out; `lost`: the line broke. */
export type Closing = 'taken_over' | 'lost'

/** The account, logged in. No call repeats itself, and none takes longer than a minute. */
export interface GroupConnection {
  /** As they are by now: Zalo renews its cookies as it goes. */
  credentials(): Credentials
  listGroups(): Promise<Tried<readonly ZaloGroup[]>>
  post(group: string, text: string): Promise<Tried<{ readonly messageId: string }>>
  /** Tells once when the session is taken away. Opens a line on which only this is listened to. */
  watch(onClosed: (why: Closing) => void): void
  close(): void
}

export type QrStep =
  /** `image` is a PNG in base64, to be scanned with the account's phone. */
  { readonly type: 'code'; readonly image: string } | { readonly type: 'scanned' }

/** `expired`: nobody scanned in time; `declined`: the phone said no. */
export type QrFailure = TransportFailure | 'expired' | 'declined'

/** All that is asked of the library that speaks with Zalo as a personal account. */
export interface GroupTransport {
  /** Waits, minutes if need be, for a person to scan; ends early when `signal` fires. */
  loginByQr(onStep: (step: QrStep) => void, signal: AbortSignal): Promise<Tried<GroupConnection, QrFailure>>
  loginAgain(credentials: Credentials): Promise<Tried<GroupConnection>>
}
