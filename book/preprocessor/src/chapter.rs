//! One chapter as read: front matter, title, and directives with their lines.

use std::ops::Range;
use std::path::PathBuf;

use mdbook_preprocessor::book::Chapter as MdChapter;

use crate::directive;
use crate::kind::Directive;
use crate::lesson::{self, Lesson};
use crate::markdown::{self, Title};
use crate::problem::{Place, Problems};
use crate::site::Site;

/// A chapter, read but not rendered.
pub(crate) struct Chapter {
    /// Its Markdown file, relative to the chapters' folder: what links point to.
    pub(crate) path: PathBuf,
    pub(crate) place: Place,
    /// The whole text, front matter included, so that lines can be counted.
    pub(crate) text: String,
    /// Where the text after the front matter begins.
    pub(crate) body: usize,
    /// `None` if it is no lesson.
    pub(crate) lesson: Option<Lesson>,
    pub(crate) title: Option<Title>,
    /// In order; those that could not be read are left out.
    pub(crate) directives: Vec<Located>,
}

/// A directive and the bytes of its line in the chapter's text.
pub(crate) struct Located {
    pub(crate) span: Range<usize>,
    pub(crate) directive: Directive,
}

impl Chapter {
    pub(crate) fn read(
        site: &Site,
        chapter: &MdChapter,
        order: usize,
        problems: &mut Problems,
    ) -> Self {
        let path = chapter.path.clone().unwrap_or_default();
        let file = site.src.join(chapter.source_path.as_ref().unwrap_or(&path));
        let mut read = Self {
            path,
            place: Place { order, file },
            text: chapter.content.clone(),
            body: 0,
            lesson: None,
            title: None,
            directives: Vec::new(),
        };
        read.read_front_matter(problems);
        read.read_title(problems);
        let unread = read.read_directives(problems);
        read.check_blocks(&unread, problems);
        read
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    /// The chapter's `# heading`, or its file's name.
    pub(crate) fn name(&self) -> String {
        match &self.title {
            Some(title) => title.text.clone(),
            None => self.path.display().to_string(),
        }
    }

    fn read_front_matter(&mut self, problems: &mut Problems) {
        let front_matter = match lesson::front_matter(&self.text) {
            Ok(None) => return,
            Ok(Some(front_matter)) => front_matter,
            Err(text) => return problems.add(&self.place, 1, text),
        };
        self.body = front_matter.end;
        match Lesson::read(&self.text[front_matter.toml.clone()]) {
            Ok(lesson) => {
                for complaint in lesson.complaints() {
                    problems.add(&self.place, 1, complaint);
                }
                self.lesson = Some(lesson);
            }
            Err((at, text)) => {
                problems.add(&self.place, self.line(front_matter.toml.start + at), text);
            }
        }
    }

    fn read_title(&mut self, problems: &mut Problems) {
        self.title = markdown::title(&self.text[self.body..])
            .map(|title| Title { end: title.end + self.body, ..title });
        if self.lesson.is_some() && self.title.is_none() {
            let line = self.line(self.body);
            problems.add(&self.place, line, "a lesson without a title: expected a `# heading`");
        }
    }

    /// Gives back where directives stand that could not be read.
    fn read_directives(&mut self, problems: &mut Problems) -> Vec<usize> {
        let mut unread = Vec::new();
        for found in directive::find(&self.text[self.body..]) {
            let span = found.span.start + self.body..found.span.end + self.body;
            let line = self.line(span.start);
            match found.call.map_err(|text| vec![text]).and_then(Directive::read) {
                Ok(directive) => self.directives.push(Located { span, directive }),
                Err(texts) => {
                    unread.push(span.start);
                    for text in texts {
                        problems.add(&self.place, line, text);
                    }
                }
            }
        }
        unread
    }

    /// Each block ends, and ends before the next begins. An `end` after an unread directive may
    /// belong to it: one mistake, one problem.
    fn check_blocks(&self, unread: &[usize], problems: &mut Problems) {
        let mut open: Option<(&str, usize)> = None;
        let mut last_end = 0;
        for Located { span, directive } in &self.directives {
            let line = self.line(span.start);
            match (directive, open) {
                (Directive::Open(block), None) => open = Some((block.name(), line)),
                (Directive::Open(block), Some((outer, opened))) => {
                    let text = format!(
                        "`{}` inside the `{outer}` of line {opened}: expected `{{{{#end}}}}` first, \
                         blocks do not nest",
                        block.name()
                    );
                    problems.add(&self.place, line, text);
                }
                (Directive::End, None)
                    if !unread.iter().any(|at| (last_end..span.start).contains(at)) =>
                {
                    problems.add(&self.place, line, "`end` without an open block before it");
                }
                (Directive::End, Some(_)) => open = None,
                _ => {}
            }
            if matches!(directive, Directive::End) {
                last_end = span.end;
            }
        }
        if let Some((name, line)) = open {
            let text = format!("`{name}` is never closed: expected `{{{{#end}}}}` on its own line");
            problems.add(&self.place, line, text);
        }
    }
}
