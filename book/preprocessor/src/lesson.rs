//! A lesson's front matter (TOML between `+++` lines at the very top) and the header made of it.

use std::ops::Range;

use askama::Template;
use serde::Deserialize;

use crate::markdown::inline_html;

/// The line before and after front matter.
const FENCE: &str = "+++";

/// What a lesson says about itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lesson {
    /// How long it takes, done in full.
    pub(crate) minutes: u32,
    /// Whether it belongs to the 90-minute class.
    #[serde(default)]
    core: bool,
    /// What a reader can do afterwards; inline Markdown.
    objectives: Vec<String>,
    /// What has to run or be installed.
    #[serde(default)]
    needs: Vec<Need>,
    /// Its minutes in each lesson plan.
    #[serde(default)]
    plans: Plans,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Need {
    Playground,
    Node,
    Rust,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plans {
    short: Option<u32>,
    core: Option<u32>,
    half: Option<u32>,
    full: Option<u32>,
}

/// The lesson plans, by the time that a class has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    Short,
    Core,
    Half,
    Full,
}

impl Plan {
    pub(crate) const ALL: [Self; 4] = [Self::Short, Self::Core, Self::Half, Self::Full];

    /// Its name in front matter and in `{{#plan NAME}}`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Core => "core",
            Self::Half => "half",
            Self::Full => "full",
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Short => "45 minutes",
            Self::Core => "90 minutes",
            Self::Half => "Half day",
            Self::Full => "Full day",
        }
    }

    /// The minutes that its lessons have to fit in.
    pub(crate) fn length(self) -> u32 {
        match self {
            Self::Short => 45,
            Self::Core => 90,
            Self::Half => 210,
            Self::Full => 360,
        }
    }
}

/// Where front matter stands in a chapter, as byte ranges.
pub(crate) struct FrontMatter {
    /// The TOML between the fences.
    pub(crate) toml: Range<usize>,
    /// The first byte after the closing fence's line.
    pub(crate) end: usize,
}

/// Finds front matter; `Err` when it is opened and never closed.
pub(crate) fn front_matter(text: &str) -> Result<Option<FrontMatter>, String> {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == FENCE) else {
        return Ok(None);
    };
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == FENCE {
            return Ok(Some(FrontMatter { toml: first.len()..at, end: at + line.len() }));
        }
        at += line.len();
    }
    Err("front matter that does not end: expected a second `+++` line".to_owned())
}

#[derive(Template)]
#[template(path = "lesson-header.html")]
struct Header {
    minutes: String,
    needs: String,
    objectives: Vec<String>,
}

impl Lesson {
    /// Reads the TOML; a problem comes with its byte in it.
    pub(crate) fn read(toml: &str) -> Result<Self, (usize, String)> {
        toml::from_str(toml).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            (at, format!("front matter: {}", error.message().trim()))
        })
    }

    /// What is wrong although it could be read.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        if self.minutes == 0 {
            complaints.push("front matter: minutes = 0, expected at least 1".to_owned());
        }
        if self.objectives.is_empty() {
            complaints.push("front matter: no objectives, expected at least one".to_owned());
        }
        for plan in Plan::ALL {
            if self.in_plan(plan) == Some(0) {
                let name = plan.name();
                complaints.push(format!(
                    "front matter: 0 minutes in plan `{name}`, expected at least 1 or no `{name}`"
                ));
            }
        }
        if self.core != self.plans.core.is_some() {
            complaints.push(
                "front matter: `core = true` and a `core` in plans go together, one is missing"
                    .to_owned(),
            );
        }
        complaints
    }

    /// Its minutes in a plan, `None` if it is left out.
    pub(crate) fn in_plan(&self, plan: Plan) -> Option<u32> {
        match plan {
            Plan::Short => self.plans.short,
            Plan::Core => self.plans.core,
            Plan::Half => self.plans.half,
            Plan::Full => self.plans.full,
        }
    }

    /// `the playground and Node.js`, or nothing.
    pub(crate) fn needs(&self) -> String {
        let needs: Vec<&str> = self.needs.iter().map(|need| need.label()).collect();
        match needs.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        }
    }

    /// What stands right under the lesson's title.
    pub(crate) fn header_html(&self) -> askama::Result<String> {
        Header {
            minutes: minutes(self.minutes),
            needs: self.needs(),
            objectives: self.objectives.iter().map(|text| inline_html(text)).collect(),
        }
        .render()
    }
}

impl Need {
    fn label(self) -> &'static str {
        match self {
            Self::Playground => "the playground",
            Self::Node => "Node.js",
            Self::Rust => "Rust",
        }
    }
}

/// `1 minute`, `10 minutes`
pub(crate) fn minutes(count: u32) -> String {
    format!("{count} minute{}", if count == 1 { "" } else { "s" })
}
