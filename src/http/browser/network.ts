import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Addresses that many may share or that no stranger has: of this machine, of a proxy or house, of a carrier's own net. */
const NOBODYS_OWN = new BlockList()
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  NOBODYS_OWN.addSubnet(net, prefix, 'ipv4')
NOBODYS_OWN.addAddress('::1', 'ipv6')
for (const [net, prefix] of [
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  NOBODYS_OWN.addSubnet(net, prefix, 'ipv6')

/**
 * What stands for whoever calls from an address: the address itself, of IPv6 its first 64 bits, for each line is given so
 * many (RFC 6177) and could call from another of them each time. What is no address stays as it is.
 */
export function networkOf(address: string): string {
  const plain = unmapped(address)
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain
}

/**
 * The same, where it tells one caller from another; null for an address within a house. Behind a proxy of which the
 * settings do not tell (TRUSTED_PROXIES), everybody has the proxy's: all would be taken for one.
 */
export function publicNetworkOf(address: string): string | null {
  const plain = unmapped(address)
  const family = isIPv4(plain) ? 'ipv4' : isIPv6(plain) ? 'ipv6' : null
  return family === null || NOBODYS_OWN.check(plain, family) ? null : networkOf(plain)
}

/** A server that listens on both kinds is told of `::ffff:203.0.113.7` where it means `203.0.113.7`. */
function unmapped(address: string): string {
  const [plain = ''] = address.split('%')
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [before = '', after] = address.toLowerCase().split('::')
  const [head, tail] = [before, after ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const groups = [...(head ?? [])]
  if (after !== undefined) while (groups.length + (tail?.length ?? 0) < 8) groups.push('0')
  return [...groups, ...(tail ?? [])].map((group) => group.replace(/^0+(?=.)/, ''))
}
