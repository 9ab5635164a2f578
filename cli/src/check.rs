//! `backcast check`: is a run honest? Looking ahead, warm-up, both engines, and what other fills and costs would make of it.

use crate::run::{self, Question};
use crate::table::{align, align_hanging, wrap};
use domain::FillPolicy;
use engine::audit::{Audit, BandRow, Parity, audit, words};
use std::fmt::Write as _;
use strategies::causality::Verdict;

/// Most lines of the table of warm-ups: those that need most bars.
const MOST_ROWS: usize = 12;

/// Why nothing is checked, or what was found to be wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The question is wrong.
    #[error(transparent)]
    Question(#[from] run::Error),
    /// A flag that says what a run prints or writes.
    #[error("--{0}: must be left out, a check prints what it finds; `backcast run` takes it")]
    NotHere(&'static str),
    /// The run is wrong.
    #[error(transparent)]
    Run(#[from] engine::RunError),
    /// Something looks ahead, or the engines differ.
    #[error("{0}")]
    Dishonest(String),
}

/// Checks the run of these flags and prints; an expression that looks ahead and engines that differ are errors.
pub fn check(arguments: &run::Arguments) -> Result<String, Error> {
    if let Some(flag) = arguments.only_of_a_run() {
        return Err(Error::NotHere(flag));
    }
    let question = run::question(arguments)?;
    let Question {
        spec, plan, data, ..
    } = &question;
    told(&question, &audit(spec, plan, data)?)
}

impl Error {
    /// What the program ends with: 1 when a run was checked and found wrong, 2 when there was nothing to check.
    pub fn code(&self) -> u8 {
        match self {
            Error::Dishonest(_) => 1,
            Error::Question(_) | Error::NotHere(_) | Error::Run(_) => 2,
        }
    }
}

/// The page about what was found; as an error when any of it is wrong.
fn told(question: &Question, found: &Audit) -> Result<String, Error> {
    let text = page(question, found);
    let ahead = |verdict: &Verdict| !verdict.is_causal();
    let wrong = ahead(&found.steps)
        || found.columns.as_ref().is_some_and(ahead)
        || matches!(found.parity, Parity::Differs(_));
    if wrong {
        return Err(Error::Dishonest(text));
    }
    Ok(text)
}

fn page(question: &Question, found: &Audit) -> String {
    let mut text = String::new();
    let plan = &question.plan;
    let steps = words::verdict(&found.steps, plan);
    let _ = writeln!(text, "looking ahead   {}", wrap(&steps.en, 16));
    let columns = match &found.columns {
        Some(verdict) => words::verdict(verdict, plan).en,
        None => words::NO_COLUMNS.en.to_owned(),
    };
    let _ = writeln!(text, "  as columns    {}", wrap(&columns, 16));
    let parity = found.parity.words(plan);
    let _ = writeln!(text, "engines         {}", wrap(&parity.en, 16));
    let _ = write!(
        text,
        "\nwarm-up: bars until a value is known\n{}",
        warm_ups(found)
    );
    let said = wrap(words::band(&found.band).en, 0);
    let _ = write!(
        text,
        "\nother assumptions\n{said}\n{}",
        band(question, &found.band)
    );
    text
}

fn warm_ups(found: &Audit) -> String {
    let row = |one: &strategies::warm_up::WarmUp| {
        let note = if one.sparse { " or later" } else { "" };
        vec![
            one.bars.to_string(),
            format!("{} bars{note}", one.on),
            one.path.clone(),
        ]
    };
    let mut known: Vec<&strategies::warm_up::WarmUp> =
        found.warm_up.iter().filter(|one| one.bars > 0).collect();
    known.sort_by(|a, b| b.bars.cmp(&a.bars).then(a.path.len().cmp(&b.path.len())));
    known.dedup();
    let rows: Vec<Vec<String>> = known.iter().take(MOST_ROWS).map(|one| row(one)).collect();
    let more = match known.len().saturating_sub(MOST_ROWS) {
        0 => String::new(),
        more => format!("{more} more, which `backcast explain` lists\n"),
    };
    if rows.is_empty() {
        return "none\n".to_owned();
    }
    align_hanging(&rows) + &more
}

fn band(question: &Question, band: &[BandRow]) -> String {
    let row = |row: &BandRow| {
        let own = row.fill == question.spec.fill && row.costs == 1.0;
        vec![
            fill(row.fill).to_owned(),
            format!("{}× costs", row.costs),
            format!("{:.2} %", row.total_return() * 100.0),
            format!("{:.2} %", row.tally.drawdown * 100.0),
            row.tally.trades.count.to_string(),
            if own { "this run" } else { "" }.to_owned(),
        ]
    };
    let head = ["fills", "costs", "return", "drawdown", "trades", ""]
        .map(str::to_owned)
        .to_vec();
    let rows: Vec<Vec<String>> = [head].into_iter().chain(band.iter().map(row)).collect();
    align(&rows)
}

const fn fill(policy: FillPolicy) -> &'static str {
    policy.name().en
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use super::*;
    use clap::Parser;
    use domain::Bars;
    use strategies::causality::{Cuts, Evaluator, check};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: run::Arguments,
    }

    /// A rule nobody can follow, and no plan can say: no strategy of the library is guilty.
    struct Tomorrow;

    impl Evaluator for Tomorrow {
        fn names(&self) -> Vec<String> {
            vec!["tomorrow's close".to_owned()]
        }

        fn values(&self, data: &[Bars]) -> Vec<Vec<f64>> {
            let close = data[0].close();
            let next = (1..=close.len()).map(|row| close.get(row).copied().unwrap_or(f64::NAN));
            vec![next.collect()]
        }
    }

    fn sound() -> (Question, Audit) {
        let line = Line::parse_from(["run", "--strategy", "ema_cross", "--timeframe", "1d"]);
        let question = run::question(&line.arguments).unwrap();
        let found = audit(&question.spec, &question.plan, &question.data).unwrap();
        assert!(
            told(&question, &found).is_ok(),
            "the others start from here"
        );
        (question, found)
    }

    fn refused(question: &Question, found: &Audit) -> String {
        let error = told(question, found).unwrap_err();
        assert_eq!(error.code(), 1);
        error.to_string()
    }

    /// The line of a page that begins so.
    fn row<'a>(text: &'a str, head: &str) -> &'a str {
        text.lines().find(|line| line.starts_with(head)).unwrap()
    }

    #[test]
    fn an_expression_that_looks_ahead_fails_the_check_and_is_named() {
        let (question, mut found) = sound();
        let bars = vec![question.data.series()[0].bars().slice(0..200)];
        let guilty = check(&Tomorrow, &bars, Cuts::Few);
        assert!(!guilty.is_causal());
        let steps = std::mem::replace(&mut found.steps, guilty.clone());
        assert!(row(&refused(&question, &found), "looking ahead").contains("tomorrow's close"));
        found.steps = steps;
        found.columns = Some(guilty);
        let text = refused(&question, &found);
        assert!(!row(&text, "looking ahead").contains("tomorrow's close"));
        assert!(row(&text, "  as columns").contains("tomorrow's close"));
    }

    #[test]
    fn engines_that_differ_fail_the_check_and_the_trade_is_named() {
        let (question, mut found) = sound();
        found.parity = Parity::Differs(Some(6));
        let text = refused(&question, &found);
        assert!(row(&text, "engines").contains("differ from trade 7 on"));
        found.parity = Parity::Differs(None);
        let text = refused(&question, &found);
        assert!(row(&text, "engines").contains("differ in the account"));
    }

    #[test]
    fn a_run_one_engine_alone_can_do_passes() {
        let (question, mut found) = sound();
        found.parity = Parity::OneWay("of its grid".to_owned());
        found.columns = None;
        assert!(told(&question, &found).is_ok());
    }
}
