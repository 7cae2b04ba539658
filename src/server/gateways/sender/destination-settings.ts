import { networkInterfaces } from 'node:os';
import type { DestinationRefusal } from '@/domain/destination';
import { type AddressPolicy, createAddressPolicy, type OwnAddress } from './address-policy';
import { parseTarget } from './target';

/** The destinations that deliveries of this installation may reach. */
export type DestinationSettings = {
  allowHttp?: boolean;
  allowedPrivateCidrs?: readonly string[];
  /** The addresses where this system itself listens: web, database, public address. They are never a destination. */
  ownAddresses?: readonly OwnAddress[];
  /** The exception to `ownAddresses`. It gets the path without the query. */
  isOwnPathAllowed?(pathname: string): boolean;
};

export function addressPolicyOf(settings: DestinationSettings): AddressPolicy {
  return createAddressPolicy({
    allowHttp: settings.allowHttp ?? false,
    allowedPrivateCidrs: settings.allowedPrivateCidrs ?? [],
    ownAddresses: settings.ownAddresses ?? [],
    localAddresses: interfaceAddresses(),
  });
}

export type DestinationPolicy = {
  /** The reason if the sender would certainly refuse the URL. A name is checked only when the sender connects. */
  refusal(url: string): DestinationRefusal | null;
  /** Whether a literal private host is a destination that this installation allows. */
  isAllowedPrivateHost(host: string): boolean;
};

/** Checks destinations when they are saved, with the rules that the sender applies when it connects. */
export function createDestinationPolicy(settings: DestinationSettings): DestinationPolicy {
  const policy = addressPolicyOf(settings);
  return {
    refusal(url) {
      const target = parseTarget(url);
      const mayReachOwn = settings.isOwnPathAllowed?.(target.pathname) ?? false;
      const code = policy.textRefusal({ ...target, mayReachOwn })?.code;
      if (code === 'blocked_own') return 'own_address';
      return code === 'blocked_address' ? 'address_not_allowed' : null;
    },
    isAllowedPrivateHost: (host) => policy.isOpened(host),
  };
}

function interfaceAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address));
}
