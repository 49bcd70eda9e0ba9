import { createHmac } from 'node:crypto'
import type { Answer, Call } from '../platform-server.ts'
import { fail, type GraphResult, ok, toHttp } from './answers.ts'
import { appSubscriptions, debugToken, subscribeApp } from './app-edges.ts'
import { runBatch } from './batch.ts'
import { type EdgeCall, PAGE_EDGES, personaNode } from './edges.ts'
import { type GraphPath, pathOf } from './graph-path.ts'
import { messageSchemas } from './message-schema.ts'
import type { Page } from './page.ts'
import { personProfile } from './page-settings.ts'
import { answerAds } from './paid-messages.ts'
import { type Parameters, readParameters } from './parameters.ts'

/** Said beside error 613: percentages used, and minutes until calls are let through again. */
const USAGE_HEADER = 'x-business-use-case-usage'
const USED_UP = {
  type: 'messenger',
  call_count: 100,
  total_cputime: 0,
  total_time: 0,
  estimated_time_to_regain_access: 1,
}

/** The Graph API of these Pages. An unversioned call and one of a version that has ended are served like any other. */
export function createGraphApi(pages: readonly [Page, ...Page[]]): (call: Call) => Promise<Answer> {
  const schema = messageSchemas(pages[0].world.rules.strict)

  async function answer(call: Call): Promise<GraphResult> {
    const path = pathOf(call.path)
    if (!path) return fail(2500)
    const parameters = await readParameters(call)
    if (!parameters) return fail(100, undefined, 'Invalid parameter: body')
    const token = tokenOf(call, parameters)
    if (path.node === '' && call.method === 'POST') return runBatch(parameters.values.batch, token, answer)
    const asApp = pages.find((page) => token === `${page.app.appId}|${page.app.appSecret}`)
    if (asApp) return answerApp(asApp, pages, path, call.method, parameters)
    const page = pages.find((one) => one.app.pageToken === token)
    if (!page) return fail(190)
    if (page.tokenTrouble !== null) return fail(190, page.tokenTrouble)
    const proof = call.headers.appsecret_proof ?? parameters.values.appsecret_proof
    if (proof !== undefined && proof !== proofOf(page)) return fail(100, undefined, 'Invalid appsecret_proof')
    return answerPage({ page, schema, parameters }, path, call.method)
  }

  return async (call) => {
    const result = await answer(call)
    const isThrottled = result.type === 'error' && result.error.code === 613
    return toHttp(result, isThrottled ? { [USAGE_HEADER]: JSON.stringify({ [pages[0].id]: [USED_UP] }) } : undefined)
  }
}

/** What may be asked with an app token instead of a Page's. */
async function answerApp(
  page: Page,
  pages: readonly Page[],
  path: GraphPath,
  method: string,
  { values }: Parameters,
): Promise<GraphResult> {
  if (path.node === 'debug_token')
    return debugToken(
      pages.find((one) => one.app.pageToken === values.input_token),
      page.app,
    )
  if (path.node !== page.app.appId || path.edge !== 'subscriptions') return fail(100, 33)
  return method === 'POST' ? subscribeApp(page, values) : appSubscriptions(page)
}

async function answerPage(call: EdgeCall, path: GraphPath, method: string): Promise<GraphResult> {
  const { page, parameters } = call
  if (path.node.startsWith('act_')) return answerAds(page, call.schema, { ...path, method }, parameters.values)
  const isOwnNode = path.node === 'me' || path.node === page.id
  if (path.edge !== '') {
    const handle = PAGE_EDGES.get(`${method} ${path.edge}`)
    if (!handle) return fail(2500)
    return isOwnNode ? handle(call) : fail(100, 33)
  }
  if (isOwnNode) return ok({ id: page.id, name: `Sandbox ${page.id.slice(-4)}` })
  const { fields } = parameters.values
  const wanted = typeof fields === 'string' ? fields : 'first_name,last_name,profile_pic'
  return personaNode(page, method, path.node) ?? personProfile(page, path.node, wanted)
}

function tokenOf(call: Call, parameters: Parameters): string {
  const bearer = /^(?:Bearer|OAuth) (.+)$/.exec(call.headers.authorization ?? '')?.[1]
  const parameter = parameters.values.access_token
  return bearer ?? (typeof parameter === 'string' ? parameter : '')
}

function proofOf(page: Page): string {
  return createHmac('sha256', page.app.appSecret).update(page.app.pageToken).digest('hex')
}
