import type { ApprovedWays, Channel, SendOutcome, TokenRenewal } from '../../core/channel.ts'
import type { Clock } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { type AccountId, accountOf, platformAccountIdOf } from '../../core/ids.ts'
import { createHosts, createMessageApi } from './api.ts'
import { createApprovedWays } from './approved-ways.ts'
import { renderMessage } from './render.ts'
import { MessageSender } from './send.ts'
import type { ZaloAccount } from './settings.ts'
import { createTokenRefresh } from './token-refresh.ts'
import type { TokenStore } from './token-store.ts'
import { type TokenAge, TokenKeeper, type WarningLog } from './tokens.ts'
import { readWebhook } from './webhook.ts'

export interface ZaloChannelOptions {
  readonly accounts: readonly ZaloAccount[]
  readonly apiUrl: string
  /** Where templates are kept and sent by phone; `apiUrl` when left out. */
  readonly businessUrl?: string
  readonly oauthUrl: string
  readonly clock: Clock
  readonly tokenStore: TokenStore
  /** 0 to 1, by chance: spreads messages that were put off together. Always 0 when left out. */
  readonly jitter?: () => number
  readonly log?: WarningLog
  /** How long one call may take; 10 s for a message, 15 s for a refresh when left out. */
  readonly timeoutMs?: number
}

export interface ZaloChannel extends Channel {
  readonly accounts: readonly ZaloAccount[]
  readonly approved: ApprovedWays
  renewToken(account: AccountId): Promise<TokenRenewal>
  /** Renews every pair that has lived for half of its time; to be called at least twice a day. Never rejects. */
  renewDueTokens(): Promise<void>
  /** The pairs in use, for metrics. */
  tokenAges(): readonly TokenAge[]
  /** Requests per minute that Zalo grants each account, as far as its answers have told. */
  learnedLimits(): ReadonlyMap<AccountId, number>
}

const SEND_TIMEOUT_MS = 10_000

/** The Zalo Official Accounts of this deployment as one channel. */
export function createZaloChannel(options: ZaloChannelOptions): ZaloChannel {
  const { accounts, clock, log, timeoutMs } = options
  const refresh = createTokenRefresh(options.oauthUrl, timeoutMs)
  const keepers = new Map(
    accounts.map((account) => [
      account.id,
      new TokenKeeper(account, { store: options.tokenStore, refresh, clock, log }),
    ]),
  )
  const hosts = createHosts(options.apiUrl, options.businessUrl ?? options.apiUrl, timeoutMs ?? SEND_TIMEOUT_MS)
  const sender = new MessageSender({
    post: createMessageApi(hosts),
    clock,
    jitter: options.jitter ?? (() => 0),
  })
  return {
    type: 'zalo-oa',
    accounts,
    readWebhook: (request) => readWebhook(accounts, request),
    render: renderMessage,
    // Zalo keeps no ref: the words stand in the person's own input, ready to be sent.
    chatLink: (account, words) => `https://zalo.me/${platformAccountIdOf(account)}?text=${encodeURIComponent(words)}`,
    send: async (request) => {
      const account = accounts.find(({ id }) => id === accountOf(request.contact))
      const tokens = account && keepers.get(account.id)
      return tokens ? sender.send(account, tokens, request) : UNKNOWN_ACCOUNT
    },
    approved: createApprovedWays(hosts, (account) => {
      const keeper = keepers.get(account)
      if (!keeper) throw new AppError('account', NOT_CONFIGURED)
      return keeper
    }),
    renewToken: async (account) => keepers.get(account)?.renew() ?? NO_SUCH_ACCOUNT,
    renewDueTokens: async () => {
      await Promise.all([...keepers.values()].map((keeper) => keeper.renewIfDue()))
    },
    tokenAges: () => [...keepers.values()].map((keeper) => keeper.age).filter((age) => age !== null),
    learnedLimits: () => sender.rates.limits,
  }
}

const NOT_CONFIGURED = 'The account is not in the settings any more: put it back, or remove what is addressed to it.'
const UNKNOWN_ACCOUNT: SendOutcome = { type: 'failed', reason: 'operator', code: 'account', detail: NOT_CONFIGURED }
const NO_SUCH_ACCOUNT: TokenRenewal = { type: 'failed', final: true, cure: NOT_CONFIGURED }
