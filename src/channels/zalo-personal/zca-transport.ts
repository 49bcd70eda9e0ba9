import type { Closing, Credentials, GroupConnection, GroupTransport, QrFailure, Tried, ZaloGroup } from './transport.ts'
import { loadZca, type Zca, type ZcaApi, type ZcaQrEvent } from './zca.ts'
import { failureOf } from './zca-errors.ts'

const CALL_MS = 30_000
const GROUPS_A_CALL = 50

/**
 * Zalo through zca-js, an unofficial library that acts as a browser at chat.zalo.me. It is loaded with the first login,
 * so that those who keep this channel off never run a line of it. `call` stands in for `fetch` in tests.
 */
export function createZcaTransport(call: typeof fetch = fetch): GroupTransport {
  const inTime: typeof fetch = (input, init) => {
    const limit = AbortSignal.timeout(CALL_MS)
    return call(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit })
  }
  // No look for newer versions, which would tell a third party that the account exists; no words on the terminal.
  const options = (polyfill: typeof fetch) => ({ checkUpdate: false, logging: false, selfListen: false, polyfill })

  return {
    async loginByQr(onStep, signal) {
      const zca = await loadZca()
      let ended: 'expired' | 'declined' | null = null
      // The library waits on after these: only aborting makes its promise settle.
      const end = (why: typeof ended, abort: () => unknown) => {
        ended = why
        abort()
      }
      const follow = (event: ZcaQrEvent) => {
        switch (event.type) {
          case zca.LoginQRCallbackEventType.QRCodeGenerated:
            if (signal.aborted) return event.actions.abort()
            signal.addEventListener('abort', () => event.actions.abort(), { once: true })
            return onStep({ type: 'code', image: event.data.image })
          case zca.LoginQRCallbackEventType.QRCodeScanned:
            return onStep({ type: 'scanned' })
          case zca.LoginQRCallbackEventType.QRCodeExpired:
            return end('expired', event.actions.abort)
          case zca.LoginQRCallbackEventType.QRCodeDeclined:
            return end('declined', event.actions.abort)
          case zca.LoginQRCallbackEventType.GotLoginInfo:
            return undefined
        }
      }
      try {
        // Waiting for the scan is one long call: the limit of the others would end it.
        const untilAborted: typeof fetch = (input, init) =>
          call(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal })
        const api = await new zca.Zalo(options(untilAborted)).loginQR({}, follow)
        return { type: 'ok', value: connectionOf(zca, api) }
      } catch (error) {
        const failed: Tried<never, QrFailure> = failureOf(error, 'unavailable')
        return ended ? { ...failed, reason: ended } : failed
      }
    },

    async loginAgain({ cookies, imei, userAgent }) {
      const zca = await loadZca()
      try {
        // A copy: the library changes what it is given.
        const cookie = structuredClone([...cookies])
        const api = await new zca.Zalo(options(inTime)).login({ cookie, imei, userAgent })
        return { type: 'ok', value: connectionOf(zca, api) }
      } catch (error) {
        return failureOf(error, 'unavailable')
      }
    },
  }
}

function connectionOf(zca: Zca, api: ZcaApi): GroupConnection {
  return {
    credentials(): Credentials {
      const { imei = '', userAgent = '' } = api.getContext()
      return { cookies: api.getCookie().toJSON()?.cookies ?? [], imei, userAgent }
    },
    async listGroups() {
      try {
        const ids = Object.keys((await api.getAllGroups()).gridVerMap)
        const groups: ZaloGroup[] = []
        for (let at = 0; at < ids.length; at += GROUPS_A_CALL) {
          const { gridInfoMap } = await api.getGroupInfo(ids.slice(at, at + GROUPS_A_CALL))
          for (const [id, { name, totalMember }] of Object.entries(gridInfoMap))
            groups.push({ id, name, members: totalMember })
        }
        return { type: 'ok', value: groups }
      } catch (error) {
        return failureOf(error, 'unavailable')
      }
    },
    async post(group, text) {
      try {
        const { message } = await api.sendMessage({ msg: text }, group, zca.ThreadType.Group)
        return { type: 'ok', value: { messageId: String(message?.msgId ?? '') } }
      } catch (error) {
        return failureOf(error, 'unknown')
      }
    },
    watch(onClosed) {
      const closings: Readonly<Record<number, Closing>> = {
        [zca.CloseReason.DuplicateConnection]: 'taken_over',
        [zca.CloseReason.KickConnection]: 'taken_over',
      }
      // Without a listener, an error event would end the process; the closing that follows tells the same.
      api.listener.on('error', () => {})
      api.listener.once('closed', (code) => {
        if (code !== zca.CloseReason.ManualClosure) onClosed(closings[code] ?? 'lost')
      })
      api.listener.start({ retryOnClose: false })
    },
    close() {
      api.listener.removeAllListeners('closed')
      api.listener.stop()
    },
  }
}
