/** Something seen: its signs, whether it was so, and how much it counts. */
export interface Seen {
  readonly signs: readonly number[]
  readonly is: boolean
  readonly weight: number
}

const ROUNDS = 25
/** Holds the weights of signs that say nothing near 0. */
const RIDGE = 1e-3

/** The weights of a logistic regression, the base first, by Newton's method. */
export function fitLogistic(seen: readonly Seen[]): number[] {
  const size = (seen[0]?.signs.length ?? 0) + 1
  const all = seen.reduce((sum, { weight }) => sum + weight, 0)
  let weights = new Array<number>(size).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map((weight, at) => (at === 0 ? 0 : -RIDGE * weight))
    const curve = weights.map((_, row) => weights.map((__, column) => (row === column && row > 0 ? RIDGE : 1e-9)))
    for (const { signs, is, weight } of seen) {
      const row = [1, ...signs]
      const likely = 1 / (1 + Math.exp(-dot(weights, row)))
      const share = weight / all
      for (let one = 0; one < size; one++) {
        add(slope, one, share * ((is ? 1 : 0) - likely) * (row[one] ?? 0))
        for (let other = 0; other < size; other++) {
          add(curve[one] ?? [], other, share * likely * (1 - likely) * (row[one] ?? 0) * (row[other] ?? 0))
        }
      }
    }
    const step = solved(curve, slope)
    weights = weights.map((weight, at) => weight + (step[at] ?? 0))
  }
  return weights
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, number, at) => sum + number * (other[at] ?? 0), 0)
}

function add(to: number[], at: number, number: number): void {
  to[at] = (to[at] ?? 0) + number
}

/** The solution of a symmetric positive system of equations, by elimination. */
function solved(rows: readonly (readonly number[])[], right: readonly number[]): number[] {
  const left = rows.map((row, at) => [...row, right[at] ?? 0])
  const size = left.length
  for (let pivot = 0; pivot < size; pivot++) {
    const from = left[pivot] ?? []
    for (let at = 0; at < size; at++) {
      if (at === pivot) continue
      const row = left[at] ?? []
      const factor = (row[pivot] ?? 0) / (from[pivot] ?? 1)
      for (let column = pivot; column <= size; column++) add(row, column, -factor * (from[column] ?? 0))
    }
  }
  return left.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1))
}
