/** Whether a link begins as the web's do: platforms and pages take no other. */
export function isWebAddress(link: string): boolean {
  return /^https?:\/\//i.test(link)
}
