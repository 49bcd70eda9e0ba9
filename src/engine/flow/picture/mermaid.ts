import type { FlowGraph, GraphNode } from './graph.ts'

/** How Mermaid writes the shape of each kind, around the text in quotes. */
const SHAPES: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  start: ['([', '])'],
  end: ['([', '])'],
  button: ['>', ']'],
  say: ['[', ']'],
  ask: ['[/', '/]'],
  call: ['[[', ']]'],
  choose: ['{', '}'],
  run: ['[(', ')]'],
}

/** The graph as a Mermaid flowchart. */
export function mermaidOf({ nodes, edges }: FlowGraph): string {
  const lines = [
    'flowchart TD',
    ...nodes.map(({ id, kind, text, note }) => {
      const [open, close] = SHAPES[kind]
      return `  ${nameOf(id)}${open}"${escaped(text)}${note === '' ? '' : `<br/>${escaped(note)}`}"${close}`
    }),
    ...edges.map(({ from, to, label, aside }) => {
      const arrow = aside ? '-.->' : '-->'
      return `  ${nameOf(from)} ${arrow}${label === '' ? '' : `|"${escaped(label)}"|`} ${nameOf(to)}`
    }),
  ]
  return `${lines.join('\n')}\n`
}

/** `end` is a word of Mermaid's own. */
function nameOf(id: string): string {
  return id === 'end' ? 'finish' : id
}

function escaped(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
}
