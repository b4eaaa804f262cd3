//! What spans chapters: the outline, the lesson plans, the list of corrections.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Component, Path, PathBuf};

use askama::Template;

use crate::blocks::Block;
use crate::chapter::{Chapter, Located};
use crate::kind::Directive;
use crate::lesson::{Lesson, Plan, minutes};
use crate::markdown::{first_paragraph, inline_html};
use crate::problem::Problems;

/// The corrections that the book makes to the source document.
pub(crate) const CORRECTIONS: RangeInclusive<u32> = 1..=28;

/// What all chapters say together.
#[derive(Default)]
pub(crate) struct Course {
    lessons: Vec<Entry>,
    corrections: BTreeMap<u32, Correction>,
}

struct Entry {
    title: String,
    path: PathBuf,
    lesson: Lesson,
}

struct Correction {
    chapter: String,
    path: PathBuf,
    /// Its first paragraph: what is right.
    html: String,
    source_html: String,
    /// Where it was found, for messages.
    found: String,
}

impl Course {
    pub(crate) fn gather(chapters: &[Chapter], problems: &mut Problems) -> Self {
        let mut course = Self::default();
        for chapter in chapters {
            if let Some(lesson) = &chapter.lesson {
                course.lessons.push(Entry {
                    title: chapter.name(),
                    path: chapter.path.clone(),
                    lesson: lesson.clone(),
                });
            }
            course.gather_corrections(chapter, problems);
        }
        check_plans(chapters, problems);
        course.check_corrections(chapters, problems);
        course
    }

    fn gather_corrections(&mut self, chapter: &Chapter, problems: &mut Problems) {
        for (index, Located { span, directive }) in chapter.directives.iter().enumerate() {
            let Directive::Open(Block::Correction { number, source }) = directive else { continue };
            let end = chapter.directives[index + 1..]
                .iter()
                .find(|next| matches!(next.directive, Directive::End))
                .map_or(span.end, |end| end.span.start);
            let line = chapter.line(span.start);
            let Some(html) = first_paragraph(&chapter.text[span.end..end]) else {
                let text = format!(
                    "correction {number} begins with no paragraph: expected one that says what is \
                     right"
                );
                problems.add(&chapter.place, line, text);
                continue;
            };
            if let Some(first) = self.corrections.get(number) {
                let text = format!("correction {number} again: it is at {} already", first.found);
                problems.add(&chapter.place, line, text);
                continue;
            }
            let correction = Correction {
                chapter: chapter.name(),
                path: chapter.path.clone(),
                html,
                source_html: inline_html(source),
                found: format!("{}:{line}", chapter.place.file.display()),
            };
            self.corrections.insert(*number, correction);
        }
    }

    /// A book that lists its corrections has to have them all.
    fn check_corrections(&self, chapters: &[Chapter], problems: &mut Problems) {
        let missing: Vec<String> = CORRECTIONS
            .filter(|number| !self.corrections.contains_key(number))
            .map(|number| number.to_string())
            .collect();
        if missing.is_empty() {
            return;
        }
        for chapter in chapters {
            for Located { span, directive } in &chapter.directives {
                if matches!(directive, Directive::Corrections) {
                    let text = format!(
                        "`corrections` claims {} to {}, but the book has none with number {}",
                        CORRECTIONS.start(),
                        CORRECTIONS.end(),
                        missing.join(", ")
                    );
                    problems.add(&chapter.place, chapter.line(span.start), text);
                }
            }
        }
    }

    pub(crate) fn outline_html(&self, page: &Chapter) -> askama::Result<String> {
        let rows = self
            .lessons
            .iter()
            .map(|entry| OutlineRow {
                title: &entry.title,
                href: link(&page.path, &entry.path),
                minutes: entry.lesson.minutes,
                plans: Plan::ALL.map(|plan| cell(entry.lesson.in_plan(plan))),
                needs: entry.lesson.needs(),
            })
            .collect();
        Outline {
            rows,
            labels: Plan::ALL.map(Plan::label),
            total: self.lessons.iter().map(|entry| entry.lesson.minutes).sum(),
            totals: Plan::ALL.map(|plan| format!("{} of {}", self.planned(plan), plan.length())),
        }
        .render()
    }

    pub(crate) fn plan_html(&self, page: &Chapter, plan: Plan) -> askama::Result<String> {
        let mut clock = 0;
        let mut rows = Vec::new();
        for entry in &self.lessons {
            let Some(minutes) = entry.lesson.in_plan(plan) else { continue };
            rows.push(PlanRow {
                starts: clock_time(clock),
                title: &entry.title,
                href: link(&page.path, &entry.path),
                minutes,
                needs: entry.lesson.needs(),
            });
            clock += minutes;
        }
        let spare = plan.length().saturating_sub(clock);
        PlanTable {
            label: plan.label(),
            length: minutes(plan.length()),
            rows,
            ends: clock_time(clock),
            total: clock,
            spare: minutes(spare),
        }
        .render()
    }

    pub(crate) fn corrections_html(&self, page: &Chapter) -> askama::Result<String> {
        let rows = self
            .corrections
            .iter()
            .map(|(number, correction)| CorrectionRow {
                number: *number,
                href: link(&page.path, &correction.path),
                chapter: &correction.chapter,
                html: &correction.html,
                source_html: &correction.source_html,
            })
            .collect();
        Corrections { rows }.render()
    }

    /// The sum of a plan's minutes.
    fn planned(&self, plan: Plan) -> u32 {
        self.lessons.iter().filter_map(|entry| entry.lesson.in_plan(plan)).sum()
    }
}

/// A plan is told to be too long at the lesson that makes it so.
fn check_plans(chapters: &[Chapter], problems: &mut Problems) {
    for plan in Plan::ALL {
        let lessons: Vec<(&Chapter, u32)> = chapters
            .iter()
            .filter_map(|chapter| Some((chapter, chapter.lesson.as_ref()?.in_plan(plan)?)))
            .collect();
        let sum: u32 = lessons.iter().map(|(_, minutes)| minutes).sum();
        let mut clock = 0;
        let crossing = lessons.iter().find(|(_, minutes)| {
            clock += minutes;
            clock > plan.length()
        });
        if let Some((chapter, _)) = crossing {
            let list: Vec<String> = lessons
                .iter()
                .map(|(chapter, minutes)| format!("{} {minutes}", chapter.path.display()))
                .collect();
            let text = format!(
                "plan `{}` takes {sum} minutes with this lesson or a later one, expected at most \
                 {}: {}",
                plan.name(),
                plan.length(),
                list.join(", ")
            );
            problems.add(&chapter.place, 1, text);
        }
    }
}

/// From one chapter's file to another's, as a relative link; mdBook turns `.md` into `.html`.
fn link(from: &Path, to: &Path) -> String {
    let folder = from.parent().unwrap_or(Path::new(""));
    let shared = folder.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let ups = folder.components().skip(shared).map(|_| "..".to_owned());
    let downs = to.components().skip(shared).filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    });
    ups.chain(downs).collect::<Vec<_>>().join("/")
}

/// Minutes of a table, a dash where there are none.
fn cell(minutes: Option<u32>) -> String {
    minutes.map_or_else(|| "–".to_owned(), |minutes| minutes.to_string())
}

/// Minutes since the start as `1:05`.
fn clock_time(minutes: u32) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[derive(Template)]
#[template(path = "outline.html")]
struct Outline<'a> {
    rows: Vec<OutlineRow<'a>>,
    labels: [&'static str; 4],
    total: u32,
    totals: [String; 4],
}

struct OutlineRow<'a> {
    title: &'a str,
    href: String,
    minutes: u32,
    plans: [String; 4],
    needs: String,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanTable<'a> {
    label: &'static str,
    length: String,
    rows: Vec<PlanRow<'a>>,
    ends: String,
    total: u32,
    spare: String,
}

struct PlanRow<'a> {
    starts: String,
    title: &'a str,
    href: String,
    minutes: u32,
    needs: String,
}

#[derive(Template)]
#[template(path = "corrections.html")]
struct Corrections<'a> {
    rows: Vec<CorrectionRow<'a>>,
}

struct CorrectionRow<'a> {
    number: u32,
    href: String,
    chapter: &'a str,
    html: &'a str,
    source_html: &'a str,
}
