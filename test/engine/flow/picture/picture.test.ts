import { describe, expect, it } from 'vitest'
import { graphOf } from '../../../../src/engine/flow/picture/graph.ts'
import { place } from '../../../../src/engine/flow/picture/layout.ts'
import { mermaidOf } from '../../../../src/engine/flow/picture/mermaid.ts'
import { svgOf } from '../../../../src/engine/flow/picture/svg.ts'
import { readFlowText } from '../../../../src/engine/flow/read-flows.ts'
import { SURROUNDINGS } from '../support/surroundings.ts'

const TEXT = `id: a
title: Đăng ký lớp
steps:
  - say: Chào bà con, mời bà con xem các lớp học số đang mở gần nhà.
    choices: [{ label: "VNeID <là gì>", topic: vneid.la-gi }]
  - { id: phone, ask: Số điện thoại?, expects: phone, save: phone, label: số điện thoại }
  - call: book_seat
    with: { class: so-01 }
    outcomes: { done: next, full: het-cho }
  - say: Xong "ạ".
  - go: end
  - { id: het-cho, ask: "Hết chỗ. Thử lại?", expects: yes_no, save: again, label: thử lại }
  - choose: again
    cases: { "yes": phone, "no": end }
  - go: end
`

function graph() {
  const [file] = readFlowText(TEXT, 'a.yaml').files
  if (!file) throw new Error('the example is wrong')
  return graphOf(file.flow, SURROUNDINGS.actions)
}

describe('the graph of a flow', () => {
  it('has a node for each step but go, its text cut to whole words within 40 characters', () => {
    expect(graph().nodes.map(({ kind, text, note }) => [kind, text, note])).toEqual([
      ['start', 'Đăng ký lớp', ''],
      ['say', 'Chào bà con, mời bà con xem các lớp học…', ''],
      ['ask', 'Số điện thoại?', 'phone: phone'],
      ['call', 'book_seat', ''],
      ['say', 'Xong "ạ".', ''],
      ['ask', 'Hết chỗ. Thử lại?', 'yes_no: again'],
      ['choose', 'again', ''],
      ['button', 'VNeID <là gì>', 'vneid.la-gi'],
      ['end', 'end', ''],
    ])
  })

  it('leads as the flow does, with outcomes and cases on the ways', () => {
    expect(
      graph().edges.map(({ from, to, label, aside }) => `${from} ${aside ? '..' : '->'} ${to} ${label}`.trim()),
    ).toEqual([
      'start -> s0',
      's0 -> s1',
      's1 -> s2',
      's2 -> s3 done',
      's2 -> s5 full',
      's3 -> end',
      's5 -> s6',
      's6 -> s1 yes',
      's6 -> end no, else',
      's0 .. s0b0',
    ])
  })
})

describe('the picture', () => {
  it('is a Mermaid flowchart', () => {
    expect(mermaidOf(graph()).split('\n')).toEqual(
      expect.arrayContaining([
        'flowchart TD',
        '  start(["Đăng ký lớp"])',
        '  s3["Xong #quot;ạ#quot;."]',
        '  s0b0>"VNeID #lt;là gì#gt;<br/>vneid.la-gi"]',
        '  s2 -->|"full"| s5',
        '  s0 -.-> s0b0',
        '  s3 --> finish',
      ]),
    )
  })

  it('is an SVG with every text in it, well-formed and the same each time', () => {
    const svg = svgOf(graph())
    expect(svg).toBe(svgOf(graph()))
    expect(svg).toContain('>VNeID &lt;là gì&gt;</text>')
    expect(svg).toContain('>Xong &quot;ạ&quot;.</text>')
    expect(svg).not.toMatch(/NaN|undefined/)
    const open = svg.match(/<[a-z]+(?: [^<>]*[^/])?>/g) ?? []
    expect(open.length).toBe((svg.match(/<\/[a-z]+>/g) ?? []).length)
  })

  it('lets no box cover another', () => {
    const { nodes } = place(graph())
    const covered = nodes.flatMap((one, at) =>
      nodes
        .slice(at + 1)
        .filter(
          (other) =>
            Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
            Math.abs(one.y - other.y) < (one.height + other.height) / 2,
        )
        .map((other) => `${one.id} and ${other.id}`),
    )
    expect(covered).toEqual([])
  })
})
