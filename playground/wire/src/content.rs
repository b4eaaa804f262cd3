use std::ops::Range;

use crate::{
    Rule,
    field::Field,
    unit::{Direction, Kind, Layer, Span, Unit},
};

/// Bytes joined from pieces of one direction's stream, and where each piece came from.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    /// In order; the first begins at content byte 0.
    runs: Vec<Run>,
}

/// Content bytes from `at` to the next run stand in the stream from `stream` on.
#[derive(Debug, Clone, Copy)]
struct Run {
    at: usize,
    stream: u64,
}

impl Content {
    /// Content that stands in the stream as one piece.
    pub(crate) fn one(stream: u64, bytes: Vec<u8>) -> Self {
        Self { bytes, runs: vec![Run { at: 0, stream }] }
    }

    /// Appends bytes that stand at `stream`. Pieces that follow each other in the stream become one.
    pub(crate) fn push(&mut self, stream: u64, bytes: &[u8]) {
        if bytes.is_empty() && !self.runs.is_empty() {
            return;
        }
        let follows = self
            .runs
            .last()
            .is_some_and(|run| run.stream + (self.bytes.len() - run.at) as u64 == stream);
        if !follows {
            self.runs.push(Run { at: self.bytes.len(), stream });
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// In how many pieces it stands in the stream.
    pub(crate) const fn pieces(&self) -> usize {
        self.runs.len()
    }

    /// Takes the first `count` bytes away.
    pub(crate) fn consume(&mut self, count: usize) {
        self.bytes.drain(..count);
        let whole = self.runs.partition_point(|run| run.at <= count).saturating_sub(1);
        self.runs.drain(..whole);
        for run in &mut self.runs {
            let back = count.min(run.at);
            run.stream += (count - run.at.min(count)) as u64;
            run.at -= back;
        }
        if self.bytes.is_empty() {
            self.runs.clear();
        }
    }

    /// The pieces of the stream that hold `range`; for an empty range the place where it stands.
    pub(crate) fn sources(&self, range: &Range<usize>) -> Vec<Span> {
        let first = self.runs.partition_point(|run| run.at <= range.start).saturating_sub(1);
        let mut spans = Vec::new();
        for (index, run) in self.runs.iter().enumerate().skip(first) {
            if run.at >= range.end && !spans.is_empty() {
                break;
            }
            let run_end = self.runs.get(index + 1).map_or(self.bytes.len(), |next| next.at);
            let start = run.stream + (range.start.max(run.at) - run.at) as u64;
            let end = run.stream + range.end.min(run_end).saturating_sub(run.at) as u64;
            if end > start || spans.is_empty() {
                spans.push(Span { start, end: end.max(start) });
            }
        }
        spans
    }

    /// From the first to past the last byte of `range` in the stream, and its pieces if they are more than one.
    fn place(&self, range: &Range<usize>) -> (Span, Vec<Span>) {
        let sources = self.sources(range);
        let start = sources.first().map_or(0, |span| span.start);
        let end = sources.last().map_or(start, |span| span.end);
        (Span { start, end }, if sources.len() > 1 { sources } else { Vec::new() })
    }

    /// The unit that `range` of the content is.
    pub(crate) fn unit(
        &self,
        direction: Direction,
        range: Range<usize>,
        kind: Kind,
        fields: Vec<Field>,
    ) -> Unit {
        let (span, sources) = self.place(&range);
        let bytes = self.bytes.get(range).unwrap_or_default().to_vec();
        Unit { direction, layer: Layer::Content, span, sources, bytes, kind, fields }
    }

    /// A remark on `range` of the content.
    pub(crate) fn remark(&self, direction: Direction, range: Range<usize>, rule: Rule) -> Unit {
        let kind = Kind::Malformed { rule, dropped: 0 };
        Unit { layer: Layer::Remark, ..self.unit(direction, range, kind, Vec::new()) }
    }
}
