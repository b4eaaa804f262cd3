//! Who may hold a TCP connection: so many in all, so many for each address.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

/// The other end of a connection, in the extensions of each request.
///
/// It holds the connection's place: a WebSocket keeps it after HTTP is over, and the place is free when the last clone is gone.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    _place: Arc<Place>,
}

/// Counts the open connections.
#[derive(Debug)]
pub(crate) struct Connections {
    most: usize,
    most_per_address: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    /// Addresses without a connection are not kept, so there are at most `most` entries.
    per_address: HashMap<IpAddr, usize>,
}

/// Why there was no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPlace {
    /// The server holds as many connections as it may.
    Full,
    /// This address does.
    AddressFull,
}

impl Connections {
    pub(crate) fn new(most: usize, most_per_address: usize) -> Arc<Self> {
        Arc::new(Self { most, most_per_address, open: Mutex::default() })
    }

    /// A place for one more connection from `address`.
    pub(crate) fn admit(self: &Arc<Self>, address: SocketAddr) -> Result<Peer, NoPlace> {
        let household = household(address.ip());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.all >= self.most {
            return Err(NoPlace::Full);
        }
        let count = open.per_address.get(&household).copied().unwrap_or(0);
        if count >= self.most_per_address {
            return Err(NoPlace::AddressFull);
        }
        open.all += 1;
        open.per_address.insert(household, count + 1);
        drop(open);
        Ok(Peer { address, _place: Arc::new(Place { household, connections: Arc::clone(self) }) })
    }
}

/// One counted connection.
#[derive(Debug)]
struct Place {
    household: IpAddr,
    connections: Arc<Connections>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all -= 1;
        if let Some(count) = open.per_address.get_mut(&self.household) {
            *count -= 1;
            if *count == 0 {
                open.per_address.remove(&self.household);
            }
        }
    }
}

/// The address that a limit counts: IPv4 as it is, IPv6 by its /64, which is what one customer gets.
fn household(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_place_is_free_again_when_its_last_holder_is_gone() {
        let connections = Connections::new(1, 1);
        let first = connections.admit(address("10.0.0.1:1")).unwrap();
        let websocket = first.clone();
        drop(first);
        assert_eq!(connections.admit(address("10.0.0.2:1")).unwrap_err(), NoPlace::Full);
        drop(websocket);
        assert!(connections.admit(address("10.0.0.2:1")).is_ok());
        assert!(connections.open.lock().unwrap().per_address.is_empty());
    }

    #[test]
    fn one_address_cannot_take_all_places() {
        let connections = Connections::new(3, 2);
        let _held =
            [1, 2].map(|port| connections.admit(SocketAddr::from(([10, 0, 0, 1], port))).unwrap());
        assert_eq!(connections.admit(address("10.0.0.1:3")).unwrap_err(), NoPlace::AddressFull);
        assert!(connections.admit(address("10.0.0.2:1")).is_ok());
    }

    #[test]
    fn an_ipv6_household_is_one_address() {
        let connections = Connections::new(3, 1);
        let _held = connections.admit(address("[2001:db8::1]:1")).unwrap();
        assert!(connections.admit(address("[2001:db8::ffff:2]:1")).is_err());
        assert!(connections.admit(address("[2001:db8:0:1::1]:1")).is_ok());
    }
}
