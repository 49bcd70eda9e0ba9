const ADDRESS =
  /(?:[a-z]{2,8}:\/\/\S+)|(?:[\p{L}\d._%+-]+@[\p{L}\d.-]+)|(?:[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}(?:[/?#:][^\s;,)]*)?)/gu

/** The links and mail addresses of a plain text, in one form each, and the text without them. */
export function takeLinks(text: string): { readonly links: readonly string[]; readonly rest: string } {
  const links: string[] = []
  const rest = text.replace(ADDRESS, (address) => {
    links.push(
      address
        .replace(/^[a-z]+:\/\//, '')
        .replace(/^www\./, '')
        .replace(/[.,;:!?)\]”"'/]+$/u, ''),
    )
    return ' ¤ '
  })
  return { links, rest }
}
