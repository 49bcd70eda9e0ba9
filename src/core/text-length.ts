/** Length as people and platforms count it: code points of the NFC form, so that "ế" is one however it was typed. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text.normalize('NFC')) length++
  return length
}
