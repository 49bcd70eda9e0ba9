/**
 * What is used of zca-js 2.2, in our own words: its own declarations cannot be found by TypeScript's Node resolution.
 * https://github.com/RFS-ADRENO/zca-js
 */
export interface Zca {
  readonly Zalo: new (options: ZcaOptions) => ZcaAccount
  readonly ThreadType: { readonly Group: number }
  readonly CloseReason: {
    readonly ManualClosure: number
    readonly DuplicateConnection: number
    readonly KickConnection: number
  }
  readonly LoginQRCallbackEventType: {
    readonly QRCodeGenerated: 0
    readonly QRCodeExpired: 1
    readonly QRCodeScanned: 2
    readonly QRCodeDeclined: 3
    readonly GotLoginInfo: 4
  }
}

export interface ZcaOptions {
  /** Asks npm for a newer version at each login. */
  readonly checkUpdate: boolean
  readonly logging: boolean
  readonly selfListen: boolean
  readonly polyfill: typeof fetch
}

interface ZcaAccount {
  login(credentials: { cookie: unknown[]; imei: string; userAgent: string }): Promise<ZcaApi>
  loginQR(options: object, onEvent: (event: ZcaQrEvent) => unknown): Promise<ZcaApi>
}

export type ZcaQrEvent =
  | { readonly type: 0; readonly data: { readonly image: string }; readonly actions: ZcaQrActions }
  | { readonly type: 1 | 2 | 3; readonly actions: ZcaQrActions }
  | { readonly type: 4 }

interface ZcaQrActions {
  readonly abort: () => unknown
}

export interface ZcaApi {
  readonly listener: ZcaListener
  getContext(): { readonly imei?: string; readonly userAgent?: string }
  getCookie(): { toJSON(): { readonly cookies: unknown[] } | undefined }
  getAllGroups(): Promise<{ readonly gridVerMap: Readonly<Record<string, string>> }>
  getGroupInfo(ids: string[]): Promise<{
    readonly gridInfoMap: Readonly<Record<string, { readonly name: string; readonly totalMember: number }>>
  }>
  sendMessage(
    message: { msg: string },
    thread: string,
    type: number,
  ): Promise<{ readonly message: { readonly msgId: number | string } | null }>
}

interface ZcaListener {
  on(event: 'error', listener: (error: unknown) => void): void
  once(event: 'closed', listener: (code: number) => void): void
  removeAllListeners(event: 'closed'): void
  start(options: { retryOnClose: boolean }): void
  stop(): void
}

/** Loads the library. */
export async function loadZca(): Promise<Zca> {
  return (await import('zca-js')) as unknown as Zca
}
