import { PAGE_EDGES } from './edges.ts'

const NEWEST_VERSION = 26
const OTHER_EDGES = ['subscriptions', 'message_campaign']
const KNOWN_EDGES = new Set([...[...PAGE_EDGES.keys()].map((key) => key.slice(key.indexOf(' ') + 1)), ...OTHER_EDGES])

export interface GraphPath {
  /** `me`, or the id of a Page, person, app or persona; empty for the root. */
  readonly node: string
  readonly edge: string
}

/** null for a version that does not exist yet. A call without one is served like any other. */
export function pathOf(path: string): GraphPath | null {
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
