import type { WebhookReading, WebhookRequest } from '../../core/channel.ts'
import { readPayload, type ZaloPayload } from './payload.ts'
import { readEvent } from './read-event.ts'
import type { ZaloAccount } from './settings.ts'
import { isSignedWith, readSignatureHeader } from './signature.ts'

/**
 * Reads one webhook call. Accounts of one app share its webhook address, so the event itself tells whose it is. Any age is
 * accepted: Zalo repeats an event for hours, unchanged but for the header `num_retry`.
 */
export function readWebhook(accounts: readonly ZaloAccount[], request: WebhookRequest): WebhookReading {
  const read = readPayload(request.body)
  if (read.type === 'malformed') return read
  const { payload } = read
  const addressed = addressedAccount(accounts, payload)
  if (addressed !== null) {
    const isGenuine = signerOf(request, read.signedTimestamp, [addressed]) !== null
    return isGenuine ? eventsOf(addressed, payload, request) : forged(addressed, payload, request)
  }
  if (isConsoleTest(payload)) return { type: 'ignored', reason: "the developer console's test event" }
  const signer = signerOf(request, read.signedTimestamp, accounts)
  if (signer === null) return forgedForNobody(payload)
  if (oaIdOf(payload) === null) return eventsOf(signer, payload, request)
  return { type: 'ignored', reason: 'genuine, but its OA is none of the accounts configured here' }
}

/** The account whose secret the request is signed with. */
function signerOf(request: WebhookRequest, timestamp: string, accounts: readonly ZaloAccount[]): ZaloAccount | null {
  const mac = readSignatureHeader(request.headers['x-zevent-signature'])
  if (mac === null) return null
  const { body } = request
  return accounts.find(({ appId, oaSecretKey }) => isSignedWith(oaSecretKey, { appId, body, timestamp }, mac)) ?? null
}

function eventsOf(account: ZaloAccount, payload: ZaloPayload, request: WebhookRequest): WebhookReading {
  const { body, receivedAt } = request
  return { type: 'events', events: [readEvent({ payload, account: account.id, receivedAt, body })] }
}

/** An OA stands as sender or recipient, according to who wrote, or by its own name: where ours stands, the event is ours. */
function addressedAccount(accounts: readonly ZaloAccount[], payload: ZaloPayload): ZaloAccount | null {
  const ids = [payload.oa_id, payload.oaId, payload.recipient?.id, payload.sender?.id]
  for (const id of ids) {
    const account = id ? accounts.find(({ oaId }) => oaId === id) : undefined
    if (account) return account
  }
  return null
}

const SENT_BY_OA = /^oa_|^user_(?:received|seen)_message$/

/** The OA an event names, whether ours or not; null where it names none that can be read. */
function oaIdOf(payload: ZaloPayload): string | null {
  const party = SENT_BY_OA.test(payload.event_name) ? payload.sender : payload.recipient
  return payload.oa_id ?? payload.oaId ?? party?.id ?? null
}

/**
 * The console tries a new webhook address with an event from a person `1111…` to an OA `2222…`, saying "This is testing
 * message", and takes the address only when it is answered with 200. Whether it is signed is not sure, so it need not be.
 */
function isConsoleTest({ sender, recipient, message }: ZaloPayload): boolean {
  const placeholder = /^(\d)\1{5,}$/
  return (
    (placeholder.test(sender?.id ?? '') && placeholder.test(recipient?.id ?? '')) ||
    (/^this is message.?id$/i.test(message?.msg_id ?? '') && /^this is testing message$/i.test(message?.text ?? ''))
  )
}

function forged(account: ZaloAccount, payload: ZaloPayload, request: WebhookRequest): WebhookReading {
  const reason = !request.headers['x-zevent-signature']
    ? 'The header X-ZEvent-Signature is missing. If a proxy stands before this server, let it pass all headers on.'
    : payload.app_id !== null && payload.app_id !== account.appId
      ? 'The event comes from another app. ZALO_APP_ID must be the app on whose webhook page this address is set.'
      : "Zalo's signature does not match. ZALO_OA_SECRET_KEY must be the OA secret key shown on the app's webhook page, " +
        "not the app's secret key; and a proxy before this server must not change the body."
  return { type: 'forged', reason: `${reason} (${account.id})` }
}

function forgedForNobody(payload: ZaloPayload): WebhookReading {
  const oa = oaIdOf(payload)
  const whose = oa === null ? 'It names no OA' : 'Its OA is none of the accounts configured here'
  return {
    type: 'forged',
    reason: `${whose}, and it is signed with none of their OA secret keys. Check ZALO_OA_ID and ZALO_OA_SECRET_KEY.`,
  }
}
