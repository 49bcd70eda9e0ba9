import { type MessengerAccount, messengerAccountSchema } from '../channels/messenger/settings.ts'
import { type ZaloAccount, zaloAccountSchema } from '../channels/zalo-oa/settings.ts'
import type { ProvinceId } from '../core/ids.ts'
import { SANDBOX_MESSENGER, SANDBOX_PAID, SANDBOX_ZALO } from './index.ts'

/** The OA of the sandbox, as one of the accounts file. */
export function sandboxZaloAccount(province: ProvinceId): ZaloAccount {
  return zaloAccountSchema.parse({
    oa_id: SANDBOX_ZALO.oaId,
    app_id: SANDBOX_ZALO.appId,
    app_secret: SANDBOX_ZALO.appSecret,
    oa_secret_key: SANDBOX_ZALO.oaSecretKey,
    access_token: SANDBOX_ZALO.tokens.accessToken,
    refresh_token: SANDBOX_ZALO.tokens.refreshToken,
    province,
  })
}

/** The Page of the sandbox, as one of the accounts file. */
export function sandboxMessengerAccount(province: ProvinceId): MessengerAccount {
  return messengerAccountSchema.parse({
    page_id: SANDBOX_MESSENGER.pageId,
    page_token: SANDBOX_MESSENGER.pageToken,
    app_id: SANDBOX_MESSENGER.appId,
    app_secret: SANDBOX_MESSENGER.appSecret,
    verify_token: SANDBOX_MESSENGER.verifyToken,
    paid: SANDBOX_PAID,
    province,
  })
}
