//! Rooms: who is in each, and what was said there lately.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use serde::Serialize;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::{
    backlog::{Backlog, Batch, Reader},
    message::Data,
    text::{is_room_name, printable},
};

/// What a room keeps for members that are busy: some thousand short messages, or a few of the largest. It is all the
/// memory that slow members can take, however many they are.
const ROOM_BYTES: usize = 1 << 20;
/// A member takes so many events at once.
const EVENTS_AT_ONCE: usize = 64;
const MOST_MEMBER_NAME: usize = 24;

/// A member as the others see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Member {
    /// Counted from 1 in each room.
    pub(crate) id: u64,
    pub(crate) name: String,
}

/// All that the server may say in a room.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Event<'a> {
    /// First of all, to the new member only.
    Welcome { room: &'a str, you: &'a Member, members: Vec<&'a Member> },
    /// To the others.
    Joined { member: &'a Member },
    /// To the others.
    Left { member: &'a Member },
    /// To every member, the sender too. `seq` counts the text messages of the room from 1.
    Message { seq: u64, from: &'a Member, text: &'a str },
    /// To a member that was too slow: so many events are lost for it.
    Missed { count: u64 },
}

/// Why somebody cannot join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CannotJoin {
    RoomName,
    MemberName,
    TooManyRooms,
    RoomFull,
}

/// All rooms with someone in them.
#[derive(Debug)]
pub(crate) struct Rooms {
    most: usize,
    most_members: usize,
    by_name: Mutex<HashMap<String, Arc<Room>>>,
}

#[derive(Debug)]
struct Room {
    name: String,
    events: Arc<Backlog<Data>>,
    people: Mutex<People>,
}

#[derive(Debug, Default)]
struct People {
    members: BTreeMap<u64, Member>,
    last_id: u64,
    last_seq: u64,
}

impl Rooms {
    pub(crate) fn new(most: usize, most_members: usize) -> Arc<Self> {
        Arc::new(Self { most, most_members, by_name: Mutex::default() })
    }

    /// Checks names and bounds before a member exists, so that a refusal can still be an HTTP answer.
    pub(crate) fn invite(
        self: &Arc<Self>,
        room: &str,
        name: Option<&str>,
    ) -> Result<Invitation, CannotJoin> {
        if !is_room_name(room) {
            return Err(CannotJoin::RoomName);
        }
        let name = match name {
            Some(name) => {
                Some(printable(name, MOST_MEMBER_NAME).ok_or(CannotJoin::MemberName)?.to_owned())
            }
            None => None,
        };
        let rooms = lock(&self.by_name);
        match rooms.get(room) {
            Some(room) if lock(&room.people).members.len() >= self.most_members => {
                Err(CannotJoin::RoomFull)
            }
            None if rooms.len() >= self.most => Err(CannotJoin::TooManyRooms),
            _ => Ok(Invitation { rooms: Arc::clone(self), room: room.to_owned(), name }),
        }
    }
}

/// A checked wish to join.
#[derive(Debug)]
pub(crate) struct Invitation {
    rooms: Arc<Rooms>,
    room: String,
    name: Option<String>,
}

impl Invitation {
    /// Joins; fails if the last place was taken since the invitation.
    pub(crate) fn join(self) -> Result<Membership, CannotJoin> {
        let Self { rooms, room: room_name, name } = self;
        // Held to the end, so that the room cannot be dropped as empty in between.
        let mut by_name = lock(&rooms.by_name);
        if !by_name.contains_key(&room_name) && by_name.len() >= rooms.most {
            return Err(CannotJoin::TooManyRooms);
        }
        let room = Arc::clone(
            by_name.entry(room_name).or_insert_with_key(|name| Arc::new(Room::new(name))),
        );
        let mut people = lock(&room.people);
        if people.members.len() >= rooms.most_members {
            return Err(CannotJoin::RoomFull);
        }
        people.last_id += 1;
        let id = people.last_id;
        let member = Member { id, name: name.unwrap_or_else(|| format!("guest-{id}")) };
        room.tell(&Event::Joined { member: &member });
        // After our own "joined", which is for the others; and still before anything that happens later.
        let events = room.events.reader(room.events.head().newest);
        people.members.insert(id, member.clone());
        let members = people.members.values().collect();
        let welcome = Data::json(&Event::Welcome { room: &room.name, you: &member, members });
        drop(people);
        drop(by_name);
        Ok(Membership { rooms, room, member, welcome, events })
    }
}

impl Room {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            events: Arc::new(Backlog::new(ROOM_BYTES)),
            people: Mutex::default(),
        }
    }

    /// Called with `people` locked: events are in the order in which `people` changed.
    fn tell(&self, event: &Event<'_>) {
        self.push(Data::json(event));
    }

    fn push(&self, data: Data) {
        let bytes = data.len();
        self.events.push(data, bytes);
    }
}

/// Being in a room. Dropping it leaves.
#[derive(Debug)]
pub(crate) struct Membership {
    rooms: Arc<Rooms>,
    room: Arc<Room>,
    member: Member,
    welcome: Data,
    events: Reader<Data>,
}

impl Membership {
    /// What to tell the new member first.
    pub(crate) fn welcome(&self) -> Data {
        self.welcome.clone()
    }

    pub(crate) fn member(&self) -> &Member {
        &self.member
    }

    /// Says `text` to every member.
    pub(crate) fn say(&self, text: &Utf8Bytes) {
        let mut people = lock(&self.room.people);
        people.last_seq += 1;
        self.room.tell(&Event::Message { seq: people.last_seq, from: &self.member, text });
    }

    /// Hands `bytes` to every member as they are.
    pub(crate) fn relay(&self, bytes: Bytes) {
        self.room.push(Data::Binary(bytes));
    }

    /// What happened in the room since the last call, waiting for it if need be. Cancel safe.
    pub(crate) async fn news(&mut self) -> Option<Batch<Data>> {
        self.events.next(EVENTS_AT_ONCE).await
    }

    /// Whether this member has taken all that happened.
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.events.is_at_head()
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        let mut by_name = lock(&self.rooms.by_name);
        let mut people = lock(&self.room.people);
        people.members.remove(&self.member.id);
        if people.members.is_empty() {
            by_name.remove(&self.room.name);
        } else {
            self.room.tell(&Event::Left { member: &self.member });
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(rooms: &Arc<Rooms>, room: &str) -> Result<Membership, CannotJoin> {
        rooms.invite(room, None)?.join()
    }

    #[test]
    fn a_room_with_a_wrong_name_cannot_be_joined() {
        assert_eq!(join(&Rooms::new(9, 9), "Lobby").unwrap_err(), CannotJoin::RoomName);
    }

    #[test]
    fn rooms_and_members_are_bounded_and_empty_rooms_vanish() {
        let rooms = Rooms::new(1, 2);
        let first = join(&rooms, "a").unwrap();
        let second = join(&rooms, "a").unwrap();
        assert_eq!(join(&rooms, "a").unwrap_err(), CannotJoin::RoomFull);
        assert_eq!(join(&rooms, "b").unwrap_err(), CannotJoin::TooManyRooms);
        drop(first);
        let third = join(&rooms, "a").unwrap();
        assert_eq!(third.member().id, 3, "ids are not used twice");
        drop((second, third));
        assert!(join(&rooms, "b").is_ok());
    }

    #[test]
    fn the_last_place_goes_to_one_of_two_that_were_invited() {
        let rooms = Rooms::new(1, 1);
        let (first, second) = (rooms.invite("a", None).unwrap(), rooms.invite("a", None).unwrap());
        let _member = first.join().unwrap();
        assert_eq!(second.join().unwrap_err(), CannotJoin::RoomFull);
    }

    #[tokio::test]
    async fn a_member_that_never_reads_does_not_grow_the_room() {
        let rooms = Rooms::new(1, 2);
        let (mut slow, quick) = (join(&rooms, "a").unwrap(), join(&rooms, "a").unwrap());
        let text = Utf8Bytes::from("x".repeat(64 * 1_024));
        (0..100).for_each(|_| quick.say(&text));
        let batch = slow.news().await.unwrap();
        assert!(batch.entries.len() <= ROOM_BYTES / text.len());
        // 100 messages and one "joined" were the news.
        assert_eq!(batch.missed + batch.entries.len() as u64, 101);
        assert!(slow.is_up_to_date());
    }
}
