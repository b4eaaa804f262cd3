//! Who may hold a TCP connection or a Socket.IO session: so many in all, so many for each address.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

/// The other end of a connection, in the extensions of each request.
///
/// It holds the connection's place: a WebSocket keeps it after HTTP is over.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    pub(crate) _place: Place,
}

/// Counts what is open.
#[derive(Debug)]
pub(crate) struct Places {
    most: usize,
    most_per_address: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    /// Addresses without a place are not kept, so there are at most `most` entries.
    per_address: HashMap<IpAddr, usize>,
}

/// Why there was no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPlace {
    /// All are taken.
    Full,
    /// This address has as many as it may.
    AddressFull,
}

impl Places {
    pub(crate) fn new(most: usize, most_per_address: usize) -> Arc<Self> {
        Arc::new(Self { most, most_per_address, taken: Mutex::default() })
    }

    /// One more place for `address`.
    pub(crate) fn take(self: &Arc<Self>, address: IpAddr) -> Result<Place, NoPlace> {
        let household = household(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.most {
            return Err(NoPlace::Full);
        }
        let count = taken.per_address.get(&household).copied().unwrap_or(0);
        if count >= self.most_per_address {
            return Err(NoPlace::AddressFull);
        }
        taken.all += 1;
        taken.per_address.insert(household, count + 1);
        drop(taken);
        Ok(Place { _counted: Arc::new(Counted { household, places: Arc::clone(self) }) })
    }
}

/// A place; it is free again when the last clone is gone.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    _counted: Arc<Counted>,
}

#[derive(Debug)]
struct Counted {
    household: IpAddr,
    places: Arc<Places>,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(count) = taken.per_address.get_mut(&self.household) {
            *count -= 1;
            if *count == 0 {
                taken.per_address.remove(&self.household);
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

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_place_is_free_again_when_its_last_holder_is_gone() {
        let places = Places::new(1, 1);
        let first = places.take(address("10.0.0.1")).unwrap();
        let websocket = first.clone();
        drop(first);
        assert_eq!(places.take(address("10.0.0.2")).unwrap_err(), NoPlace::Full);
        drop(websocket);
        assert!(places.take(address("10.0.0.2")).is_ok());
        assert!(places.taken.lock().unwrap().per_address.is_empty());
    }

    #[test]
    fn one_address_cannot_take_all_places() {
        let places = Places::new(3, 2);
        let _held = [(); 2].map(|()| places.take(address("10.0.0.1")).unwrap());
        assert_eq!(places.take(address("10.0.0.1")).unwrap_err(), NoPlace::AddressFull);
        assert!(places.take(address("10.0.0.2")).is_ok());
    }

    #[test]
    fn an_ipv6_household_is_one_address() {
        let places = Places::new(3, 1);
        let _held = places.take(address("2001:db8::1")).unwrap();
        assert!(places.take(address("2001:db8::ffff:2")).is_err());
        assert!(places.take(address("2001:db8:0:1::1")).is_ok());
    }
}
