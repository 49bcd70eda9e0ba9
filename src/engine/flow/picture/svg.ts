import type { FlowGraph, GraphNode } from './graph.ts'
import { LINE_HEIGHT, type PlacedEdge, type PlacedNode, type Point, place } from './layout.ts'

const COLOURS: Readonly<Record<GraphNode['kind'], { readonly fill: string; readonly line: string }>> = {
  start: { fill: '#1f2937', line: '#1f2937' },
  end: { fill: '#1f2937', line: '#1f2937' },
  button: { fill: '#ffffff', line: '#9ca3af' },
  say: { fill: '#f3f4f6', line: '#6b7280' },
  ask: { fill: '#dbeafe', line: '#2563eb' },
  call: { fill: '#dcfce7', line: '#16a34a' },
  choose: { fill: '#fef3c7', line: '#d97706' },
  run: { fill: '#ede9fe', line: '#7c3aed' },
}
const DARK: ReadonlySet<GraphNode['kind']> = new Set(['start', 'end'])
const HALF_LINE = LINE_HEIGHT / 2

/** The graph as an SVG picture that needs nothing beside it. The same graph gives the same text on every machine. */
export function svgOf(graph: FlowGraph): string {
  const { width, height, nodes, edges } = place(graph)
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif" font-size="13">`,
    `<title>${escaped(graph.title)}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="#4b5563"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...edges.map(lineOf),
    ...nodes.map(boxOf),
    ...edges.flatMap(labelOf),
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}

function lineOf({ points, aside }: PlacedEdge): string {
  const dashes = aside ? ' stroke-dasharray="4 3"' : ''
  return `<path d="${curve(points)}" fill="none" stroke="#4b5563" marker-end="url(#arrow)"${dashes}/>`
}

/** A line through the points, its corners rounded. */
function curve(points: readonly Point[]): string {
  const [first, ...others] = points
  const last = others.at(-1)
  if (!first || !last) return ''
  const bends = others.slice(0, -1).map((point, index) => {
    const after = others[index + 1] ?? last
    const end = index === others.length - 2 ? last : { x: (point.x + after.x) / 2, y: (point.y + after.y) / 2 }
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`
  })
  return `M${first.x} ${first.y}${bends.length > 0 ? bends.join('') : `L${last.x} ${last.y}`}`
}

function labelOf({ label, at, labelWidth }: PlacedEdge): string[] {
  if (label === '') return []
  return [
    `<rect x="${at.x - labelWidth / 2}" y="${at.y - HALF_LINE}" width="${labelWidth}" height="${LINE_HEIGHT}" fill="#ffffff"/>`,
    `<text x="${at.x}" y="${at.y + 4}" text-anchor="middle" font-size="12" fill="#374151">${escaped(label)}</text>`,
  ]
}

function boxOf(node: PlacedNode): string {
  const { kind, x, y, height, lines, note } = node
  const top = y - ((lines.length - 1) * LINE_HEIGHT) / 2 + 4.5
  const texts = lines.map((line, at) => {
    const isNote = note !== '' && at === lines.length - 1
    const style = DARK.has(kind) ? ' fill="#ffffff"' : isNote ? ' fill="#4b5563" font-size="11"' : ''
    return `<text x="${x}" y="${top + at * LINE_HEIGHT}" text-anchor="middle"${style}>${escaped(line)}</text>`
  })
  return `<g>${shapeOf(node, height)}${texts.join('')}</g>`
}

function shapeOf({ kind, x, y, width }: PlacedNode, height: number): string {
  const { fill, line } = COLOURS[kind]
  const left = x - width / 2
  const top = y - height / 2
  const paint = `fill="${fill}" stroke="${line}"`
  if (kind === 'choose') {
    const slope = 14
    const corners = [
      [left, y],
      [left + slope, top],
      [left + width - slope, top],
      [left + width, y],
      [left + width - slope, top + height],
      [left + slope, top + height],
    ]
    return `<polygon points="${corners.map((corner) => corner.join(',')).join(' ')}" ${paint}/>`
  }
  const radius = DARK.has(kind) ? height / 2 : kind === 'button' ? 12 : 4
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${radius}" ${paint}/>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
