/** From `from` (included) to `until` (excluded), UTC ms. */
export interface Period {
  readonly from: number
  readonly until: number
}
