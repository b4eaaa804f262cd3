//! What was said, numbered. It keeps the newest messages for those who come
//! back, and knows which it has, so that nothing is said twice.

use std::collections::VecDeque;
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};

const MAX_MESSAGES: usize = 500;

/// A numbered log; the numbers of another log mean other messages.
#[derive(Serialize, Deserialize)]
pub struct Log {
    name: String,
    newest: u64,
    messages: VecDeque<Message>,
}

#[derive(Serialize, Deserialize)]
struct Message {
    seq: u64,
    id: String,
    text: String,
}

/// What a member of the chat hears.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Event {
    /// Whose numbers follow, and what is missing before them.
    Greeting {
        /// The log's name.
        log: String,
        /// What the log has no more.
        #[serde(skip_serializing_if = "Option::is_none")]
        gap: Option<Gap>,
    },
    /// A message.
    Said {
        /// Its number.
        seq: u64,
        /// Its words.
        text: String,
    },
}

/// What followed number `after` is gone; it goes on with number `next`.
#[derive(Debug, PartialEq, Serialize)]
pub struct Gap {
    after: u64,
    next: u64,
}

impl Log {
    /// An empty log with a name that no other has.
    pub fn new() -> Self {
        let name = format!("{:016x}", rand::random::<u64>());
        Self { name, newest: 0, messages: VecDeque::new() }
    }

    /// The log's name and the number of its newest message.
    pub fn position(&self) -> (String, u64) {
        (self.name.clone(), self.newest)
    }

    // ANCHOR: say
    /// Writes a message down, unless it stands there already; tells whether.
    pub fn say(&mut self, id: &str, text: &str) -> bool {
        if self.messages.iter().any(|message| message.id == id) {
            return false;
        }
        self.newest += 1;
        let (id, text) = (id.to_owned(), text.to_owned());
        self.messages.push_back(Message { seq: self.newest, id, text });
        if self.messages.len() > MAX_MESSAGES {
            self.messages.pop_front();
        }
        true
    }
    // ANCHOR_END: say

    // ANCHOR: resume
    /// What a member must hear that has had number `after` of the log `name`.
    pub fn resume(&self, name: &str, after: u64) -> Vec<Event> {
        let oldest = self.messages.front().map_or(self.newest + 1, |message| message.seq);
        let is_ours = name == self.name || after == 0;
        let next = if is_ours { oldest.max(after.saturating_add(1)) } else { oldest };
        let gap = (!is_ours || next - after > 1).then_some(Gap { after, next });
        let greeting = (gap.is_some() || name != self.name)
            .then(|| Event::Greeting { log: self.name.clone(), gap });
        let missed = self.messages.iter().filter(|message| message.seq >= next);
        greeting
            .into_iter()
            .chain(
                missed.map(|message| Event::Said { seq: message.seq, text: message.text.clone() }),
            )
            .collect()
    }
    // ANCHOR_END: resume

    /// Writes the log into a file.
    pub fn save_to(&self, file: &Path) -> io::Result<()> {
        fs::write(file, serde_json::to_vec(self)?)
    }

    /// Takes the log out of a file; a new one if there is none. A saved log is
    /// good once: after a crash it would be an old one.
    pub fn take_from(file: &Path) -> io::Result<Self> {
        match fs::read(file) {
            Ok(bytes) => {
                fs::remove_file(file)?;
                Ok(serde_json::from_slice(&bytes)?)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::new()),
            Err(error) => Err(error),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self::new()
    }
}
