import type { Answer, Call } from '../platform-server.ts'
import { refused, toHttp, type ZaloAnswer } from './answers.ts'
import type { CallLimits, ZaloLimits } from './limits.ts'
import { OAUTH_PATH, type OAuthHost } from './oauth.ts'
import { ZALO_ROUTES, type ZaloRoute } from './routes.ts'
import { isRightProof, type TokenBook } from './tokens.ts'
import type { OfficialAccount } from './world.ts'

export interface ZaloApiParts {
  readonly oas: ReadonlyMap<string, OfficialAccount>
  readonly tokens: TokenBook
  readonly oauth: OAuthHost
  readonly limits: ZaloLimits
  /** Asked for every call: a fault may lower them. */
  readonly callLimits: () => CallLimits
}

/** The order in which the platform looks at a call: path, token, proof, rate, then the body. */
export function createZaloApi(parts: ZaloApiParts): (call: Call) => Promise<Answer> {
  return async (call) => {
    if (call.path === OAUTH_PATH) return parts.oauth.handle(call)
    const route = ZALO_ROUTES.get(`${call.method} ${call.path}`)
    if (!route) return { status: 404, body: '{"error":404,"message":"Empty api or invalid api"}', code: 'http 404' }
    const caller = identify(call, route, parts)
    if (caller.type === 'refused') return toHttp(caller.refusal)
    if (route.host === 'business') return toHttp(await route.handle(caller.oa, call))
    const isArticle = call.path.startsWith('/v2.0/article/')
    const { appId, oaId } = caller.oa.app
    const { refusal, headers } = parts.limits.take({ appId, oaId, isArticle }, parts.callLimits())
    return toHttp(refusal ?? (await route.handle(caller.oa, call)), headers)
  }
}

type Caller =
  | { readonly type: 'oa'; readonly oa: OfficialAccount }
  | { readonly type: 'refused'; readonly refusal: ZaloAnswer }

/** The token counts only in the header `access_token`; as a query parameter, the habit of version 2, it is invalid. */
function identify(call: Call, route: ZaloRoute, { tokens, oas }: ZaloApiParts): Caller {
  const [unknown, expired, wrongProof] = route.host === 'business' ? [-124, -124, -1241] : [-216, -220, -242]
  const token = call.headers.access_token
  if (typeof token !== 'string') return no(unknown)
  const verdict = tokens.judge(token)
  if (verdict.type !== 'good') return no(verdict.type === 'unknown' ? unknown : expired)
  const oa = oas.get(verdict.oaId)
  if (!oa) return no(unknown)
  const proof = call.headers.appsecret_proof
  if (proof !== undefined && !isRightProof(String(proof), token, oa.app.appSecret)) return no(wrongProof)
  return { type: 'oa', oa }
}

function no(code: number): Caller {
  return { type: 'refused', refusal: refused(code) }
}
