//! A plan in words a trader would use, in English and Korean from one walk.
//!
//! Nothing here looks an indicator up: the page may explain a plan without linking a single kernel.

mod amounts;
mod conditions;
mod grammar;
mod known;
mod place;
mod values;
mod ways;

pub use place::describe_at;

use domain::plan::{Node, Plan};
use domain::{Lang, Timeframe};

/// One text in all languages, made while the program runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// English wording.
    pub en: String,
    /// Korean wording.
    pub ko: String,
}

impl Words {
    /// The wording in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ko => &self.ko,
        }
    }
}

/// What a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// How a position begins.
    Entry,
    /// How the orders of entries behave.
    Order,
    /// How a position ends.
    Exit,
    /// Entries on top of a position.
    Add,
    /// When a next position may begin.
    Again,
    /// Who goes first.
    Rank,
    /// How much an entry buys.
    Size,
    /// Shares of the account to hold.
    Hold,
}

/// One sentence about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What it is about.
    pub kind: Kind,
    /// How it is said.
    pub words: Words,
}

/// The whole plan, sentence by sentence, in the order a trader asks: in, out, more, again, who, how much.
pub fn explain(plan: &Plan) -> Vec<Sentence> {
    let mut said = Vec::new();
    if let Some(hold) = &plan.hold {
        amounts::hold(hold, &mut said);
    }
    ways::entries(plan, &mut said);
    ways::exits(plan, &mut said);
    if let Some(adds) = &plan.adds {
        amounts::adds(adds, &mut said);
    }
    amounts::again(&plan.again, &mut said);
    if let Some(rank) = &plan.rank {
        amounts::rank(rank, &mut said);
    }
    if let Some(sizing) = &plan.sizing {
        amounts::sizing(sizing, &mut said);
    }
    if let Some(weight) = &plan.weight {
        amounts::weight(weight, &mut said);
    }
    said
}

/// One value in words, for a legend or a table of warm-ups.
pub fn describe(node: &Node) -> Words {
    values::alone(node)
}

/// Bars of this length, in words: "1h" and "1시간봉".
pub fn bars_of(length: Timeframe) -> Words {
    values::frame(length)
}

fn push(said: &mut Vec<Sentence>, kind: Kind, words: Words) {
    said.push(Sentence { kind, words });
}

#[cfg(test)]
mod tests;
