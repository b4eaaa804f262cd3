//! A bounded queue between who makes messages and who reads them too slowly. No clock, no network.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// What happens to the next message when the queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Policy {
    /// It is not made before there is room: the reader's pace reaches who makes it.
    Wait,
    /// It takes the place of the oldest that waits.
    DropOldest,
    /// It is thrown away itself.
    DropNewest,
    /// The reader is closed, and what waited for it is thrown away.
    Disconnect,
}

/// What became of one attempt to make a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// It was made, and it or an older one may have been dropped.
    Done,
    /// It was not made: there is no room for it.
    NoRoom,
    /// It was made and dropped, and all that waited too: this reader is too slow.
    TooSlow,
}

/// Where the messages are. Always `made = sent + dropped + queued`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Sums {
    pub(crate) made: u64,
    /// Handed to the connection: see the buffers that [`super`] names.
    pub(crate) sent: u64,
    pub(crate) dropped: u64,
    pub(crate) queued: usize,
    pub(crate) queued_bytes: usize,
    /// Who makes messages waits for room.
    pub(crate) waiting: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Queue {
    messages: VecDeque<Utf8Bytes>,
    sums: Sums,
}

impl Queue {
    pub(crate) fn sums(&self) -> Sums {
        self.sums
    }

    /// Makes the next message, of which at most `bound` wait. `message` gets its number, counted from 1.
    pub(crate) fn make(
        &mut self,
        policy: Policy,
        bound: usize,
        message: impl FnOnce(u64) -> Utf8Bytes,
    ) -> Made {
        let is_full = self.messages.len() >= bound;
        self.sums.waiting = is_full && policy == Policy::Wait;
        if self.sums.waiting {
            return Made::NoRoom;
        }
        self.sums.made += 1;
        match policy {
            Policy::DropNewest if is_full => self.sums.dropped += 1,
            Policy::Disconnect if is_full => {
                self.sums.dropped += 1;
                self.clear();
                return Made::TooSlow;
            }
            _ => {
                // More than one, if the bound was lowered.
                while self.messages.len() >= bound {
                    self.drop_oldest();
                }
                self.push(message(self.sums.made));
            }
        }
        Made::Done
    }

    /// Hands the oldest message to the connection.
    pub(crate) fn send(&mut self) -> Option<Utf8Bytes> {
        let message = self.take()?;
        self.sums.sent += 1;
        Some(message)
    }

    /// Nobody is there any more to read what waits.
    pub(crate) fn clear(&mut self) {
        while !self.messages.is_empty() {
            self.drop_oldest();
        }
        self.sums.waiting = false;
    }

    fn push(&mut self, message: Utf8Bytes) {
        self.sums.queued_bytes += message.len();
        self.messages.push_back(message);
        self.sums.queued = self.messages.len();
    }

    fn take(&mut self) -> Option<Utf8Bytes> {
        let message = self.messages.pop_front()?;
        self.sums.queued_bytes -= message.len();
        self.sums.queued = self.messages.len();
        Some(message)
    }

    fn drop_oldest(&mut self) {
        if self.take().is_some() {
            self.sums.dropped += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes `count` messages, each of which says its number, and checks the sums after each.
    fn make(queue: &mut Queue, policy: Policy, bound: usize, count: usize) -> Vec<Made> {
        let mut outcomes = Vec::new();
        for _ in 0..count {
            outcomes.push(queue.make(policy, bound, |number| number.to_string().into()));
            let Sums { made, sent, dropped, queued, .. } = queue.sums();
            assert_eq!(made, sent + dropped + queued as u64);
        }
        outcomes
    }

    fn send_all(queue: &mut Queue) -> Vec<u64> {
        std::iter::from_fn(|| queue.send()).map(|message| message.parse().unwrap()).collect()
    }

    #[test]
    fn below_the_bound_every_policy_keeps_everything_in_order() {
        for policy in [Policy::Wait, Policy::DropOldest, Policy::DropNewest, Policy::Disconnect] {
            let mut queue = Queue::default();
            assert_eq!(make(&mut queue, policy, 3, 3), [Made::Done; 3]);
            assert_eq!(send_all(&mut queue), [1, 2, 3], "{policy:?}");
            assert_eq!((queue.sums().dropped, queue.sums().queued_bytes), (0, 0));
        }
    }

    #[test]
    fn wait_makes_nothing_that_has_no_room_and_loses_nothing() {
        let mut queue = Queue::default();
        let outcomes = make(&mut queue, Policy::Wait, 2, 4);
        assert_eq!(outcomes, [Made::Done, Made::Done, Made::NoRoom, Made::NoRoom]);
        assert!(queue.sums().waiting);
        assert_eq!(queue.send().unwrap(), "1");
        make(&mut queue, Policy::Wait, 2, 1);
        assert!(!queue.sums().waiting);
        assert_eq!(send_all(&mut queue), [2, 3]);
        assert_eq!(queue.sums(), Sums { made: 3, sent: 3, ..Sums::default() });
    }

    #[test]
    fn drop_oldest_keeps_the_newest() {
        let mut queue = Queue::default();
        make(&mut queue, Policy::DropOldest, 3, 10);
        assert_eq!(queue.sums().queued_bytes, "8910".len());
        assert_eq!(send_all(&mut queue), [8, 9, 10]);
        assert_eq!(queue.sums().dropped, 7);
    }

    #[test]
    fn drop_newest_keeps_the_oldest() {
        let mut queue = Queue::default();
        make(&mut queue, Policy::DropNewest, 3, 10);
        assert_eq!(send_all(&mut queue), [1, 2, 3]);
        assert_eq!(queue.sums().dropped, 7);
        make(&mut queue, Policy::DropNewest, 3, 1);
        assert_eq!(send_all(&mut queue), [11], "numbers go on behind what was dropped");
    }

    #[test]
    fn disconnect_drops_all_that_waited() {
        let mut queue = Queue::default();
        let outcomes = make(&mut queue, Policy::Disconnect, 2, 3);
        assert_eq!(outcomes, [Made::Done, Made::Done, Made::TooSlow]);
        assert_eq!(queue.sums(), Sums { made: 3, dropped: 3, ..Sums::default() });
    }

    #[test]
    fn a_bound_that_was_lowered_holds_from_the_next_message_on() {
        let mut queue = Queue::default();
        make(&mut queue, Policy::Wait, 5, 5);
        make(&mut queue, Policy::DropOldest, 2, 1);
        assert_eq!(send_all(&mut queue), [5, 6]);
        assert_eq!(queue.sums().dropped, 4);
    }
}
