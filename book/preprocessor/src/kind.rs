//! What each directive is called and takes.

use crate::arguments::Arguments;
use crate::blocks::{Block, Step};
use crate::course::CORRECTIONS;
use crate::demo::Demo;
use crate::directive::Call;
use crate::dump::{Conversation, Wire};
use crate::lesson::Plan;
use crate::listing::Listing;
use crate::suggest::suggest;

/// A directive with its arguments, checked as far as they can be without looking at files.
pub(crate) enum Directive {
    /// `{{#demo NAME …}}`
    Demo(Demo),
    /// `{{#listing PATH anchor=NAME}}`
    Listing(Listing),
    /// `{{#figure NAME}}`
    Figure(String),
    /// `{{#wire HEX… from=client}}`
    Wire(Wire),
    /// `{{#conversation NAME}}`
    Conversation(Conversation),
    /// `{{#close-codes}}`
    CloseCodes,
    /// `{{#outline}}`
    Outline,
    /// `{{#plan short}}`
    Plan(Plan),
    /// `{{#corrections}}`
    Corrections,
    /// The first line of a block.
    Open(Block),
    /// `{{#end}}`, the last line of a block.
    End,
}

const NAMES: [&str; 20] = [
    "demo",
    "listing",
    "figure",
    "wire",
    "conversation",
    "close-codes",
    "outline",
    "plan",
    "corrections",
    "source",
    "correction",
    "breaks",
    "predict",
    "run",
    "see",
    "explain",
    "weird",
    "check",
    "notes",
    "end",
];

impl Directive {
    /// Gives all that is wrong with the directive, not only the first.
    pub(crate) fn read(call: Call) -> Result<Self, Vec<String>> {
        let mut arguments = Arguments::new(call.name.clone(), call.words);
        let directive = match call.name.as_str() {
            "demo" => Self::Demo(Demo::read(&mut arguments)?),
            "listing" => Self::Listing(Listing {
                path: arguments.word("a file: expected one such as `node/ws-v0/server.js`"),
                anchor: arguments.value("anchor"),
            }),
            "figure" => {
                Self::Figure(arguments.word("a name: expected one of the files in book/figures"))
            }
            "wire" => Self::Wire(Wire::read(&mut arguments)),
            "conversation" => Self::Conversation(Conversation::named(
                arguments.word("a name: expected one of the files in book/conversations"),
            )),
            "close-codes" => Self::CloseCodes,
            "outline" => Self::Outline,
            "plan" => Self::Plan(read_plan(&mut arguments)),
            "corrections" => Self::Corrections,
            "source" => Self::Open(Block::Source),
            "correction" => Self::Open(read_correction(&mut arguments)),
            "breaks" => Self::Open(Block::Breaks),
            "predict" => Self::Open(Block::Step(Step::Predict)),
            "run" => Self::Open(Block::Step(Step::Run)),
            "see" => Self::Open(Block::Step(Step::See)),
            "explain" => Self::Open(Block::Step(Step::Explain)),
            "weird" => Self::Open(Block::Step(Step::Weird)),
            "check" => Self::Open(Block::Check {
                question: arguments.required("question", "`question=\"…\"`"),
            }),
            "notes" => Self::Open(Block::Notes),
            "end" => Self::End,
            name => {
                return Err(vec![format!("unknown directive `{name}`. {}", suggest(name, &NAMES))]);
            }
        };
        let complaints = arguments.finish();
        if complaints.is_empty() { Ok(directive) } else { Err(complaints) }
    }
}

fn read_plan(arguments: &mut Arguments) -> Plan {
    let names = Plan::ALL.map(Plan::name);
    let name = arguments.word("a length: expected `short`, `core`, `half` or `full`");
    let plan = Plan::ALL.into_iter().find(|plan| plan.name() == name);
    plan.unwrap_or_else(|| {
        if !name.is_empty() {
            arguments.complain(format!("unknown plan `{name}`. {}", suggest(&name, &names)));
        }
        Plan::Short
    })
}

fn read_correction(arguments: &mut Arguments) -> Block {
    let number = arguments.word("a number: expected one such as `{{#correction 9 source=\"…\"}}`");
    let source = arguments.required("source", "`source=\"RFC 6455 section 10.2\"`");
    let number = match number.parse() {
        Ok(number) if CORRECTIONS.contains(&number) => number,
        _ => {
            let (low, high) = (CORRECTIONS.start(), CORRECTIONS.end());
            if !number.is_empty() {
                arguments.complain(format!(
                    "correction `{number}`: expected a number from {low} to {high}"
                ));
            }
            *low
        }
    };
    Block::Correction { number, source }
}
