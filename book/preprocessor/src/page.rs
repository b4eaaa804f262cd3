//! Writes one chapter: each directive's HTML in the place of its line.

use std::collections::HashMap;
use std::ops::Range;

use crate::blocks::Block;
use crate::chapter::{Chapter, Located};
use crate::course::Course;
use crate::dump;
use crate::figure::Figures;
use crate::kind::Directive;
use crate::problem::Problems;
use crate::site::Site;

/// What a line becomes.
struct Edit {
    span: Range<usize>,
    html: String,
}

/// The chapter's new text.
pub(crate) fn render(
    site: &Site,
    course: &Course,
    chapter: &Chapter,
    figures: &mut Figures,
    problems: &mut Problems,
) -> String {
    let mut page = Page { site, course, chapter, figures, open: None, benches: HashMap::new() };
    let mut edits = Vec::new();
    edits.extend(page.header());
    for Located { span, directive } in &chapter.directives {
        match page.html(directive) {
            Ok(html) => edits.push(Edit { span: span.clone(), html }),
            Err(text) => problems.add(&chapter.place, chapter.line(span.start), text),
        }
    }
    edits.sort_by_key(|edit| edit.span.start);
    splice(&chapter.text, chapter.body, &edits)
}

struct Page<'a> {
    site: &'a Site,
    course: &'a Course,
    chapter: &'a Chapter,
    figures: &'a mut Figures,
    /// The block that the next `{{#end}}` closes.
    open: Option<&'a Block>,
    /// How many benches of each label the page has, so that each gets a name of its own.
    benches: HashMap<&'static str, usize>,
}

impl<'a> Page<'a> {
    fn header(&self) -> Option<Edit> {
        let (lesson, title) = (self.chapter.lesson.as_ref()?, self.chapter.title.as_ref()?);
        let html = lesson.header_html().ok()?;
        Some(Edit { span: title.end..title.end, html: without_blank_lines(&html) })
    }

    fn html(&mut self, directive: &'a Directive) -> Result<String, String> {
        let html = match directive {
            Directive::Demo(demo) => {
                let nth = self.benches.entry(demo.label()).or_default();
                *nth += 1;
                demo.html(self.site, *nth)?
            }
            // Holds a Markdown code block, which may have blank lines.
            Directive::Listing(listing) => return listing.markdown(&self.site.listings()),
            Directive::Figure(name) => self.figures.html(&self.site.figures(), name)?,
            Directive::Wire(wire) => wire.html()?,
            Directive::Conversation(conversation) => {
                conversation.html(&self.site.conversations())?
            }
            Directive::CloseCodes => dump::close_codes_html().map_err(text)?,
            Directive::Outline => self.course.outline_html(self.chapter).map_err(text)?,
            Directive::Plan(plan) => self.course.plan_html(self.chapter, *plan).map_err(text)?,
            Directive::Corrections => self.course.corrections_html(self.chapter).map_err(text)?,
            Directive::Open(block) => {
                self.open = Some(block);
                block.open_html().map_err(text)?
            }
            Directive::End => match self.open.take() {
                Some(block) => block.close_html().map_err(text)?,
                None => String::new(),
            },
        };
        Ok(without_blank_lines(&html))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn text(error: askama::Error) -> String {
    error.to_string()
}

/// A blank line would end the HTML block and turn what follows into Markdown.
fn without_blank_lines(html: &str) -> String {
    html.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// The text from `at` on, with the edits in it, each between blank lines.
fn splice(text: &str, mut at: usize, edits: &[Edit]) -> String {
    let mut out = String::new();
    for Edit { span, html } in edits {
        out.push_str(&text[at..span.start]);
        end_with_blank_line(&mut out);
        out.push_str(html);
        out.push('\n');
        at = span.end;
        if !text[at..].lines().next().is_none_or(|line| line.trim().is_empty()) {
            out.push('\n');
        }
    }
    out.push_str(&text[at..]);
    out
}

fn end_with_blank_line(out: &mut String) {
    if out.is_empty() {
        return;
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    if !out.lines().next_back().is_none_or(|line| line.trim().is_empty()) {
        out.push('\n');
    }
}
