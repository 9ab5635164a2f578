//! `backcast check`: is a run honest? Looking ahead, warm-up, both engines, and what other fills and costs would make of it.

use crate::run::{self, Question};
use crate::table::{align, wrap};
use domain::FillPolicy;
use engine::audit::{Audit, BandRow, Parity, audit, words};
use std::fmt::Write as _;
use strategies::causality::Verdict;

/// Why nothing is checked, or what was found to be wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The question is wrong.
    #[error(transparent)]
    Question(#[from] run::Error),
    /// The run is wrong.
    #[error(transparent)]
    Run(#[from] engine::RunError),
    /// Something looks ahead, or the engines differ.
    #[error("{0}")]
    Dishonest(String),
}

/// Checks the run of these flags and prints; an expression that looks ahead and engines that differ are errors.
pub fn check(arguments: &run::Arguments) -> Result<String, Error> {
    let question = run::question(arguments)?;
    let Question {
        spec, plan, data, ..
    } = &question;
    let found = audit(spec, plan, data)?;
    let text = page(&question, &found);
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
    let _ = write!(text, "\nother assumptions\n{}", band(question, &found.band));
    let _ = writeln!(text, "{}", wrap(words::band(&found.band).en, 0));
    text
}

fn warm_ups(found: &Audit) -> String {
    let row = |one: &strategies::warm_up::WarmUp| {
        let note = if one.sparse { "or later" } else { "" };
        vec![
            one.bars.to_string(),
            format!("{} bars", one.on),
            one.path.clone(),
            note.to_owned(),
        ]
    };
    let mut known: Vec<&strategies::warm_up::WarmUp> =
        found.warm_up.iter().filter(|one| one.bars > 0).collect();
    known.sort_by(|a, b| b.bars.cmp(&a.bars).then(a.path.len().cmp(&b.path.len())));
    let rows: Vec<Vec<String>> = known.into_iter().take(12).map(row).collect();
    if rows.is_empty() {
        return "none\n".to_owned();
    }
    align(&rows)
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
