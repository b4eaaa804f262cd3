//! A directive's words, taken one by one. What is wrong is noted, and told at the end.

use std::ops::RangeInclusive;

use crate::directive::Word;
use crate::suggest::suggest;

/// The words that nobody has asked for yet, and the complaints so far.
pub(crate) struct Arguments {
    name: String,
    words: Vec<Word>,
    keys: Vec<&'static str>,
    complaints: Vec<String>,
}

impl Arguments {
    /// `name` is the directive (or `demo echo`) that complaints are about.
    pub(crate) fn new(name: impl Into<String>, words: Vec<Word>) -> Self {
        Self { name: name.into(), words, keys: Vec::new(), complaints: Vec::new() }
    }

    /// From here on complaints are about `name`.
    pub(crate) fn rename(&mut self, name: String) {
        self.name = name;
    }

    pub(crate) fn complain(&mut self, text: String) {
        self.complaints.push(text);
    }

    /// The first word without a key; `what` says what it should be, should it be missing.
    pub(crate) fn word(&mut self, what: &str) -> String {
        let Some(index) = self.words.iter().position(|word| word.key.is_none()) else {
            self.complain(format!("`{}` without {what}", self.name));
            return String::new();
        };
        self.words.remove(index).value
    }

    /// All words without a key, one after the other.
    pub(crate) fn words(&mut self) -> String {
        let (bare, keyed) =
            std::mem::take(&mut self.words).into_iter().partition(|it| it.key.is_none());
        self.words = keyed;
        bare.into_iter().map(|word: Word| word.value).collect()
    }

    /// The value of `key=…`, if it is there.
    pub(crate) fn value(&mut self, key: &'static str) -> Option<String> {
        self.keys.push(key);
        let index = self.words.iter().position(|word| word.key.as_deref() == Some(key))?;
        Some(self.words.remove(index).value)
    }

    /// The value of `key=…`, which has to be there; `what` says what it is.
    pub(crate) fn required(&mut self, key: &'static str, what: &str) -> String {
        match self.value(key) {
            Some(value) if !value.trim().is_empty() => value,
            _ => {
                self.complain(format!("`{}` without {key}: expected {what}", self.name));
                String::new()
            }
        }
    }

    /// A whole number within bounds.
    pub(crate) fn number(
        &mut self,
        key: &'static str,
        allowed: &RangeInclusive<u32>,
        default: u32,
    ) -> u32 {
        let Some(value) = self.value(key) else { return default };
        match value.parse() {
            Ok(number) if allowed.contains(&number) => number,
            _ => {
                let (low, high) = (allowed.start(), allowed.end());
                self.complain(format!(
                    "{key}={value} in `{}`: expected a number from {low} to {high}",
                    self.name
                ));
                default
            }
        }
    }

    /// One of a few words; the first is the default.
    pub(crate) fn choice(&mut self, key: &'static str, known: &[&'static str]) -> &'static str {
        let Some(value) = self.value(key) else { return known[0] };
        known.iter().find(|name| **name == value).copied().unwrap_or_else(|| {
            self.complain(format!("{key}={value} in `{}`. {}", self.name, suggest(&value, known)));
            known[0]
        })
    }

    /// Every word must have been asked for by now.
    pub(crate) fn finish(mut self) -> Vec<String> {
        for Word { key, value } in std::mem::take(&mut self.words) {
            let complaint = match key {
                None => format!("`{value}` is too much for `{}`", self.name),
                Some(key) if self.keys.contains(&key.as_str()) => {
                    format!("`{}` has {key} twice", self.name)
                }
                Some(key) if self.keys.is_empty() => {
                    format!("`{}` takes no argument, but it has {key}", self.name)
                }
                Some(key) => {
                    format!(
                        "`{}` has no argument `{key}`. {}",
                        self.name,
                        suggest(&key, &self.keys)
                    )
                }
            };
            self.complaints.push(complaint);
        }
        self.complaints
    }
}
