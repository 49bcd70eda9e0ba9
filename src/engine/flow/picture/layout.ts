import { Graph, layout } from '@dagrejs/dagre'
import type { FlowGraph, GraphEdge, GraphNode } from './graph.ts'

/** Sizes in px. Letters are measured by a mean width: pictures must come out the same on every machine. */
export const LINE_HEIGHT = 17
const LETTER_WIDTH = 7.1
const PADDING = 12
const LETTERS_A_LINE = 24
const MARGIN = 16

export interface PlacedNode extends GraphNode {
  /** The middle of the node. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly lines: readonly string[]
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedEdge extends GraphEdge {
  readonly points: readonly Point[]
  /** The middle of the label. */
  readonly at: Point
  readonly labelWidth: number
}

export interface Placed {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/** Gives every node and edge its place, from above to below, in px. */
export function place({ nodes, edges }: FlowGraph): Placed {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 40, marginx: MARGIN, marginy: MARGIN })
  graph.setDefaultEdgeLabel(() => ({}))
  const sized = nodes.map((node) => ({ node, lines: linesOf(node) }))
  for (const { node, lines } of sized) graph.setNode(node.id, sizeOf(node, lines))
  // One row more below buttons, or the way on would pass behind them.
  const withButtons = new Set(edges.flatMap(({ from, aside }) => (aside ? [from] : [])))
  for (const { from, to, label, aside } of edges)
    graph.setEdge(from, to, {
      width: widthOf(label),
      height: label === '' ? 0 : LINE_HEIGHT,
      labelpos: 'c',
      minlen: withButtons.has(from) && !aside ? 2 : 1,
    })
  layout(graph)
  const { width, height } = graph.graph() as { width: number; height: number }
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: sized.map(({ node, lines }) => {
      const { x, y } = graph.node(node.id) as Point
      return { ...node, ...rounded({ x, y }), ...sizeOf(node, lines), lines }
    }),
    edges: edges.map((edge) => {
      const { points, x, y } = graph.edge(edge.from, edge.to) as { points: Point[]; x?: number; y?: number }
      const at = rounded({ x: x ?? 0, y: y ?? 0 })
      return { ...edge, points: points.map(rounded), at, labelWidth: widthOf(edge.label) }
    }),
  }
}

function sizeOf({ kind }: GraphNode, lines: readonly string[]): { width: number; height: number } {
  const slanted = kind === 'choose' ? 28 : 0
  const width = Math.max(...lines.map((line) => [...line].length)) * LETTER_WIDTH + 2 * PADDING + slanted
  return { width: Math.ceil(width), height: lines.length * LINE_HEIGHT + PADDING }
}

function widthOf(label: string): number {
  return label === '' ? 0 : Math.ceil([...label].length * LETTER_WIDTH + 6)
}

/** The text in lines of about 24 letters, broken between words; the note in a line of its own. */
function linesOf({ text, note }: GraphNode): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && [...last].length + [...word].length < LETTERS_A_LINE)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return note === '' ? lines : [...lines, note]
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}
