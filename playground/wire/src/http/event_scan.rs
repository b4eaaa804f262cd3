/// Finds the empty line that ends a server-sent event. A line ends with CR LF, LF or CR (HTML section 9.2.5).
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventScan {
    /// How far was looked.
    pub(crate) at: usize,
    line_is_empty: bool,
}

impl Default for EventScan {
    fn default() -> Self {
        Self { at: 0, line_is_empty: true }
    }
}

impl EventScan {
    /// Where the event that is looked for ends: past its empty line. A CR at the end may be half of a CR LF, so it
    /// counts only once the next byte is there, or when `ended`. Goes on where it stopped.
    pub(crate) fn find(&mut self, bytes: &[u8], ended: bool) -> Option<usize> {
        while let Some(&byte) = bytes.get(self.at) {
            let line_end = match byte {
                b'\n' => 1,
                b'\r' if self.at + 1 == bytes.len() && !ended => return None,
                b'\r' => 1 + usize::from(bytes.get(self.at + 1) == Some(&b'\n')),
                _ => 0,
            };
            let ends_event = line_end > 0 && self.line_is_empty;
            self.line_is_empty = line_end > 0;
            self.at += line_end.max(1);
            if ends_event {
                return Some(self.at);
            }
        }
        None
    }
}
