//! `backcast explain`: what a strategy or a plan of one's own does, in words, with its warm-up; or as JSON.

use crate::sets::{self, SetError};
use crate::table::{align, align_hanging, wrap};
use domain::plan::Plan;
use domain::{Lang, ParamError, Params, Sizing, Slippage, Symbol, Text, Timeframe};
use std::collections::BTreeMap;
use std::io::Read;
use strategies::warm_up::{WarmUp, longest, warm_up};
use strategies::words::{Kind, explain as sentences};
use strategies::{PlanError, Program, Setting, Strategy};

/// The published shape of a plan; a test holds it to the types.
const SCHEMA: &str = include_str!("../../docs/plan.schema.json");

/// What to explain.
#[derive(clap::Args)]
pub struct Arguments {
    /// A strategy of `backcast list strategies`.
    #[arg(required_unless_present_any = ["plan", "schema"], conflicts_with_all = ["plan", "schema"])]
    strategy: Option<String>,
    /// A parameter, as NAME=VALUE; may be given again.
    #[arg(long, value_name = "NAME=VALUE", requires = "strategy")]
    set: Vec<String>,
    /// A plan of one's own as JSON; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "schema")]
    plan: Option<String>,
    /// Length of a bar, for plans that look at longer ones.
    #[arg(long, default_value = "1d")]
    timeframe: String,
    /// en or ko.
    #[arg(long, default_value = "en")]
    lang: String,
    /// Print the plan as JSON.
    #[arg(long)]
    json: bool,
    /// Print the JSON schema of plans.
    #[arg(long, conflicts_with = "json")]
    schema: bool,
}

/// Why nothing is explained.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be read.
    #[error("--plan {file}: {error}")]
    File {
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A flag holds something else than it should.
    #[error("--{flag} {got}: must be {allowed}")]
    Flag {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: String,
        /// What would be right.
        allowed: String,
    },
    /// The parameters don't fit.
    #[error(transparent)]
    Set(#[from] SetError),
    /// The parameters don't fit together.
    #[error("--set {0}")]
    Param(#[from] ParamError),
    /// There is no such strategy.
    #[error("{got}: must be {allowed}")]
    Strategy {
        /// What was asked for.
        got: String,
        /// What would be right.
        allowed: String,
    },
    /// The plan is wrong.
    #[error("--plan {file}: {error}")]
    Plan {
        /// Which file.
        file: String,
        /// Where and why.
        error: PlanError,
    },
    /// A strategy's plan does not fit the bars.
    #[error("--timeframe: {0}")]
    Program(PlanError),
    /// It can't be written as JSON.
    #[error("plan: {0}")]
    Json(#[from] serde_json::Error),
}

/// Explains and prints.
pub fn explain(arguments: &Arguments) -> Result<String, Error> {
    if arguments.schema {
        return Ok(SCHEMA.to_owned());
    }
    let lang = match arguments.lang.as_str() {
        "en" => Lang::En,
        "ko" => Lang::Ko,
        got => return Err(wrong("lang", got, "en or ko")),
    };
    let timeframe = Timeframe::parse(&arguments.timeframe).ok_or_else(|| {
        let known = Timeframe::ALL.map(Timeframe::as_str).join(" or ");
        wrong("timeframe", &arguments.timeframe, &known)
    })?;
    let (head, plan) = match (&arguments.plan, &arguments.strategy) {
        (Some(file), _) => (String::new(), own(file)?),
        (None, id) => of_library(id.as_deref().unwrap_or_default(), &arguments.set, lang)?,
    };
    if arguments.json {
        return Ok(serde_json::to_string_pretty(&plan)? + "\n");
    }
    Ok(head + &in_words(&plan, lang) + &warm_ups(&plan, timeframe, lang)?)
}

fn wrong(flag: &'static str, got: &str, allowed: &str) -> Error {
    Error::Flag {
        flag,
        got: got.to_owned(),
        allowed: allowed.to_owned(),
    }
}

fn own(file: &str) -> Result<Plan, Error> {
    let fail = |error| Error::File {
        file: file.to_owned(),
        error,
    };
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin().read_to_end(&mut bytes).map_err(fail)?;
    } else {
        bytes = std::fs::read(file).map_err(fail)?;
    }
    strategies::parse(&bytes).map_err(|error| Error::Plan {
        file: file.to_owned(),
        error,
    })
}

/// The heading of a strategy, and its plan for these values.
fn of_library(id: &str, sets: &[String], lang: Lang) -> Result<(String, Plan), Error> {
    let Some(strategy) = strategies::find(id) else {
        return Err(Error::Strategy {
            got: id.to_owned(),
            allowed: sets::strategies_like(id),
        });
    };
    let values = sets::values(strategy.params, sets)?;
    let names = strategy.params.iter().map(|param| param.id.to_owned());
    let given: BTreeMap<String, f64> = names.zip(values).collect();
    let params = Params::check(strategy.params, &given)?;
    let plan = (strategy.plan)(&params)?;
    Ok((heading(strategy, &params, lang), plan))
}

fn heading(strategy: &Strategy, params: &Params, lang: Lang) -> String {
    let rows = strategy.params.iter().map(|param| {
        let value = params.number(param.id);
        vec![
            format!("  {}", param.id),
            format!(
                "{}{}",
                sets::shown(Some(param), value),
                unit(param.unit.text(), lang)
            ),
            param.label.get(lang).to_owned(),
        ]
    });
    let fill = Text::new("Fills", "체결");
    let needs = strategy.needs.words();
    let needs: String = needs
        .iter()
        .map(|words| words.get(lang).to_owned() + "\n")
        .collect();
    format!(
        "{} ({})\n{}\n{needs}\n{}\n{}: {}\n  {}\n\n",
        strategy.name.get(lang),
        strategy.id,
        wrap(strategy.about.get(lang), 0),
        align(&rows.collect::<Vec<_>>()),
        fill.get(lang),
        strategy.fill.name().get(lang),
        wrap(strategy.fill.rule().get(lang), 2),
    )
}

fn unit(unit: Text, lang: Lang) -> String {
    match (lang, unit.get(lang)) {
        (Lang::En, word) if !word.is_empty() && word != "%" => format!(" {word}"),
        (_, word) => word.to_owned(),
    }
}

fn in_words(plan: &Plan, lang: Lang) -> String {
    let mut text = String::new();
    let mut before = None;
    for one in sentences(plan) {
        if before.replace(one.kind) != Some(one.kind) {
            text.push_str(title(one.kind).get(lang));
            text.push('\n');
        }
        text.push_str(&format!("  {}\n", wrap(one.words.get(lang), 2)));
    }
    text
}

const fn title(kind: Kind) -> Text {
    match kind {
        Kind::Entry => Text::new("In", "진입"),
        Kind::Order => Text::new("Orders", "주문"),
        Kind::Exit => Text::new("Out", "청산"),
        Kind::Add => Text::new("More", "추가 진입"),
        Kind::Again => Text::new("Again", "재진입"),
        Kind::Rank => Text::new("Who first", "우선순위"),
        Kind::Size => Text::new("How much", "크기"),
        Kind::Hold => Text::new("To hold", "보유 비중"),
    }
}

/// The expressions that need bars, those that need most first; one line for each place in the plan.
fn warm_ups(plan: &Plan, timeframe: Timeframe, lang: Lang) -> Result<String, Error> {
    // Any symbol will do: how many bars are needed does not depend on which one it is.
    let named = other_symbols(plan);
    let first = Symbol::parse("ANY").into_iter().collect::<Vec<_>>();
    let setting = Setting {
        timeframe,
        symbols: &first,
        watched: &named,
        sizing: plan.sizing.unwrap_or_else(Sizing::whole_slot),
        slippage: Slippage::default(),
    };
    let program = Program::new(plan, setting).map_err(Error::Program)?;
    let mut needs = warm_up(&program);
    needs.retain(|one| one.bars > 0);
    needs.sort_by(|left, right| right.bars.cmp(&left.bars).then(left.path.cmp(&right.path)));
    needs.dedup();
    let longest = longest(&program);
    let title = match lang {
        Lang::En => format!("Known from bar {} on", longest + 1),
        Lang::Ko => format!("{}번째 봉부터 계산됨", longest + 1),
    };
    let rows: Vec<Vec<String>> = needs.iter().map(|one| row(one, timeframe, lang)).collect();
    Ok(format!("{title}\n{}", align_hanging(&rows)))
}

fn row(need: &WarmUp, own: Timeframe, lang: Lang) -> Vec<String> {
    let bars = Text::new("bars", "봉").get(lang);
    let bars = if need.on == own {
        bars.to_owned()
    } else {
        format!("× {} {bars}", need.on)
    };
    let more = if need.sparse {
        Text::new(" or more", " 이상").get(lang)
    } else {
        ""
    };
    // The number leans right behind an empty cell, so that the table is indented.
    let count = need.bars.to_string();
    vec![String::new(), count, bars + more, need.path.clone()]
}

/// The symbols a plan names.
fn other_symbols(plan: &Plan) -> Vec<Symbol> {
    let mut found = Vec::new();
    if let Ok(value) = serde_json::to_value(plan) {
        collect(&value, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn collect(value: &serde_json::Value, found: &mut Vec<Symbol>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, inner) in fields {
                if name == "code"
                    && let Some(Ok(symbol)) = inner.as_str().map(Symbol::parse)
                {
                    found.push(symbol);
                }
                collect(inner, found);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
