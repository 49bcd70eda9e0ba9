import { describe, expect, it } from 'vitest'
import { networkOf, publicNetworkOf } from '../../../src/http/browser/network.ts'

describe('the network of an address', () => {
  it.each([
    { name: 'an address of the older kind', address: '203.0.113.7', network: '203.0.113.7' },
    { name: 'the same on a server of both kinds', address: '::ffff:203.0.113.7', network: '203.0.113.7' },
    { name: 'a line of the newer kind', address: '2001:db8:12:34:a:b:c:d', network: '2001:db8:12:34::/64' },
    { name: 'another address of that line', address: '2001:DB8:0012:34::1', network: '2001:db8:12:34::/64' },
    { name: 'an address with its zeros left out', address: '2001:db8::1', network: '2001:db8:0:0::/64' },
  ])('is $network for $name', ({ address, network }) => {
    expect([networkOf(address), publicNetworkOf(address)]).toEqual([network, network])
  })

  it.each([
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.1.2.3',
    '172.18.0.1',
    '192.168.1.9',
    '100.64.0.1',
    'fe80::1%eth0',
    'fd00::7',
    '',
  ])('tells nobody apart behind %j', (address) => {
    expect(publicNetworkOf(address)).toBeNull()
  })
})
