import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Answer, Call } from '../platform-server.ts'
import { fail, type GraphResult, invalid, ok, toHttp } from './answers.ts'
import { appSubscriptions, debugToken, subscribeApp } from './app-edges.ts'
import { PAGE_EDGES, personaNode } from './edges.ts'
import { messageSchemas } from './message-schema.ts'
import type { Page } from './page.ts'
import { personProfile } from './page-settings.ts'
import { type Parameters, readParameters } from './parameters.ts'

const NEWEST_VERSION = 26
/** Said beside error 613: percentages used, and minutes until calls are let through again. */
const USAGE_HEADER = 'x-business-use-case-usage'

interface GraphPath {
  /** `me`, or the id of a Page, person, app or persona; empty for the root. */
  readonly node: string
  readonly edge: string
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
    if (path.node === '' && call.method === 'POST') return runBatch(call, parameters, answer)
    const app = pages.find((page) => token === `${page.app.appId}|${page.app.appSecret}`)
    if (app) return answerApp(app, path, call.method, parameters)
    const page = pages.find((one) => one.app.pageToken === token)
    if (!page) return fail(190)
    if (page.tokenTrouble !== null) return fail(190, page.tokenTrouble)
    const proof = call.headers.appsecret_proof ?? parameters.values.appsecret_proof
    if (proof !== undefined && proof !== proofOf(page)) return fail(100, undefined, 'Invalid appsecret_proof')
    return answerPage(page, path, call.method, parameters)
  }

  async function answerApp(page: Page, path: GraphPath, method: string, parameters: Parameters): Promise<GraphResult> {
    if (path.node === 'debug_token')
      return debugToken(
        pages.find((one) => one.app.pageToken === parameters.values.input_token),
        page.app,
      )
    if (path.node !== page.app.appId || path.edge !== 'subscriptions') return fail(100, 33)
    return method === 'POST' ? subscribeApp(page, parameters.values) : appSubscriptions(page)
  }

  async function answerPage(page: Page, path: GraphPath, method: string, parameters: Parameters): Promise<GraphResult> {
    const isOwnNode = path.node === 'me' || path.node === page.id
    if (path.edge !== '') {
      const handle = PAGE_EDGES.get(`${method} ${path.edge}`)
      if (!handle) return fail(2500)
      return isOwnNode ? handle({ page, schema, parameters }) : fail(100, 33)
    }
    if (isOwnNode) return ok({ id: page.id, name: `Sandbox ${page.id.slice(-4)}` })
    const fields = parameters.values.fields
    return (
      personaNode(page, method, path.node) ??
      personProfile(page, path.node, typeof fields === 'string' ? fields : 'first_name,last_name,profile_pic')
    )
  }

  return async (call) => {
    const result = await answer(call)
    const isThrottled = result.type === 'error' && result.error.code === 613
    const usage = {
      type: 'messenger',
      call_count: 100,
      total_cputime: 0,
      total_time: 0,
      estimated_time_to_regain_access: 1,
    }
    return toHttp(result, isThrottled ? { [USAGE_HEADER]: JSON.stringify({ [pages[0].id]: [usage] }) } : undefined)
  }
}

function pathOf(path: string): GraphPath | null {
  const match = /^\/(?:v(\d+)\.0(?:\/|$))?([^/]*)(?:\/([^/]+))?\/?$/.exec(path)
  if (!match || Number(match[1] ?? 0) > NEWEST_VERSION) return null
  return { node: match[2] ?? '', edge: match[3] ?? '' }
}

/** The name under which a call is counted: its edge, or what stands for it. */
export function graphRouteOf(path: string): string {
  const parts = pathOf(path)
  if (!parts) return 'unknown'
  if (parts.edge === '') return parts.node === '' ? 'batch' : parts.node === 'debug_token' ? 'debug_token' : 'node'
  return KNOWN_EDGES.has(parts.edge) ? parts.edge : 'unknown'
}

const KNOWN_EDGES = new Set([...[...PAGE_EDGES.keys()].map((key) => key.slice(key.indexOf(' ') + 1)), 'subscriptions'])

function tokenOf(call: Call, parameters: Parameters): string {
  const bearer = /^(?:Bearer|OAuth) (.+)$/.exec(call.headers.authorization ?? '')?.[1]
  const parameter = parameters.values.access_token
  return bearer ?? (typeof parameter === 'string' ? parameter : '')
}

function proofOf(page: Page): string {
  return createHmac('sha256', page.app.appSecret).update(page.app.pageToken).digest('hex')
}

const batchSchema = z
  .array(z.object({ method: z.enum(['GET', 'POST', 'DELETE']), relative_url: z.string(), body: z.string().optional() }))
  .max(50)

/** `POST /` with `batch`: up to 50 calls in one, each with its own code and body. */
async function runBatch(
  call: Call,
  parameters: Parameters,
  answer: (call: Call) => Promise<GraphResult>,
): Promise<GraphResult> {
  const parsed = batchSchema.safeParse(parameters.values.batch)
  if (!parsed.success) return invalid(parsed.error)
  const answers = []
  for (const item of parsed.data) {
    const [path = '', query = ''] = item.relative_url.replace(/^\/?/, '/').split('?')
    const inner: Call = {
      method: item.method,
      path,
      query: new URLSearchParams(query),
      headers: {
        authorization: call.headers.authorization ?? `Bearer ${tokenOf(call, parameters)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Buffer.from(item.body ?? ''),
    }
    const { status, body } = toHttp(await answer(inner))
    answers.push({ code: status, headers: [], body })
  }
  return ok(answers)
}
