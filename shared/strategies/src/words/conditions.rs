//! Conditions in words: clauses that know how to end in Korean wherever they stand.

use super::Words;
use super::grammar::{clock, days, list, say, time_of};
use super::values::alone;
use domain::plan::{Column, Cond, Held, Node};

/// A condition as a clause.
pub(super) enum Clause {
    /// Whatever happens, or never.
    Fixed(bool),
    /// One statement: Korean is a stem and its endings.
    Plain { words: Words, ends: Ends },
    /// Several, all of them or one of them.
    Joined { parts: Vec<Clause>, all: bool },
    /// Something about the last bars.
    Counted { of: Box<Clause>, by: Words },
}

/// How a stem ends: …면, …고, …거나.
type Ends = [&'static str; 3];

const IF: usize = 0;
const AND: usize = 1;
const OR: usize = 2;

const PLAIN: Ends = ["으면", "고", "거나"];
const OPEN: Ends = ["면", "고", "거나"];
const IS: Ends = ["이면", "이고", "이거나"];
const DOES: Ends = ["하면", "하고", "하거나"];

impl Clause {
    /// "close is above 3" and "종가가 3보다 높으면".
    pub(super) fn if_words(&self) -> Words {
        Words {
            en: self.en(),
            ko: self.ko(IF),
        }
    }

    /// As it stands behind or before what happens: " when …", "…면 "; nothing to wait for is every bar.
    pub(super) fn when(&self) -> Words {
        match self {
            Clause::Fixed(true) => say(" on every bar", "매 봉 ", &[]),
            clause => say(" when {0}", "{0} ", &[&clause.if_words()]),
        }
    }

    fn en(&self) -> String {
        match self {
            Clause::Fixed(true) => "it is any bar".to_owned(),
            Clause::Fixed(false) => "nothing can be so".to_owned(),
            Clause::Plain { words, .. } => words.en.clone(),
            Clause::Joined { parts, all } => {
                let parts: Vec<String> = parts.iter().map(Clause::en_inside).collect();
                list(&parts, if *all { "and" } else { "or" })
            }
            Clause::Counted { of, by } => format!("{} {}", of.en_inside(), by.en),
        }
    }

    fn ko(&self, end: usize) -> String {
        match self {
            Clause::Fixed(true) => format!("어느 봉{}", ending(IS, end)),
            Clause::Fixed(false) => format!("성립할 수 없는 조건{}", ending(IS, end)),
            Clause::Plain { words, ends } => format!("{}{}", words.ko, ending(*ends, end)),
            Clause::Joined { parts, all } => {
                let before = if *all { AND } else { OR };
                let last = parts.len().saturating_sub(1);
                let end_at = |place| if place == last { end } else { before };
                let parts = parts.iter().enumerate();
                let parts: Vec<String> = parts
                    .map(|(place, part)| part.ko_inside(end_at(place)))
                    .collect();
                parts.join(", ")
            }
            Clause::Counted { of, by } => format!("{} {}", by.ko, of.ko_inside(end)),
        }
    }

    fn en_inside(&self) -> String {
        match self {
            Clause::Joined { .. } => format!("({})", self.en()),
            one => one.en(),
        }
    }

    fn ko_inside(&self, end: usize) -> String {
        match self {
            Clause::Joined { .. } => format!("({})", self.ko(end)),
            one => one.ko(end),
        }
    }
}

fn ending(ends: Ends, end: usize) -> &'static str {
    ends.get(end).copied().unwrap_or_default()
}

/// A condition as a clause.
pub(super) fn condition(cond: &Cond) -> Clause {
    clause(cond, true)
}

/// The condition, or that it does not hold: a "not" is said by the opposite of what stands inside.
fn clause(cond: &Cond, holds: bool) -> Clause {
    match cond {
        Cond::Always => Clause::Fixed(holds),
        Cond::Above { left, right } => compare(left, right, Relation::Above, holds),
        Cond::CrossesAbove { left, right } => compare(left, right, Relation::Crosses, holds),
        Cond::All(conds) => joined(conds, true, holds),
        Cond::Any(conds) => joined(conds, false, holds),
        Cond::Not(inner) => clause(inner, !holds),
        Cond::ForBars { when, bars } => counted(clause(when, holds), *bars, holds),
        Cond::Within { when, bars } => counted(clause(when, holds), *bars, !holds),
        Cond::Hours {
            zone,
            opens,
            closes,
        } => {
            let [opens, closes] =
                [opens, closes].map(|minute| super::grammar::same(clock(*minute)));
            let parts = [&opens, &closes, &time_of(*zone)];
            let words = if holds {
                say(
                    "the bar closes between {0} and {1} {2}",
                    "봉이 {2} {0}~{1}에 끝나",
                    &parts,
                )
            } else {
                say(
                    "the bar closes outside {0} to {1} {2}",
                    "봉이 {2} {0}~{1} 밖에서 끝나",
                    &parts,
                )
            };
            Clause::Plain { words, ends: OPEN }
        }
        Cond::Weekdays {
            zone,
            days: these_days,
        } => {
            let parts = [&days(these_days), &time_of(*zone)];
            let (words, ends) = if holds {
                (
                    say("the bar closes on {0} ({1})", "봉이 {1} {0}에 끝나", &parts),
                    OPEN,
                )
            } else {
                (
                    say(
                        "the bar does not close on {0} ({1})",
                        "봉이 {1} {0}에 끝나지 않",
                        &parts,
                    ),
                    PLAIN,
                )
            };
            Clause::Plain { words, ends }
        }
    }
}

/// All or any of some; the opposite of "all" is "any" of the opposites.
fn joined(conds: &[Cond], all: bool, holds: bool) -> Clause {
    let all = all == holds;
    let mut parts = Vec::new();
    for cond in conds {
        match clause(cond, holds) {
            // What always holds adds nothing to "all", and decides "any".
            Clause::Fixed(fixed) if fixed == all => {}
            Clause::Fixed(fixed) => return Clause::Fixed(fixed),
            Clause::Joined {
                parts: inner,
                all: same,
            } if same == all => parts.extend(inner),
            part => parts.push(part),
        }
    }
    match parts.len() {
        0 => Clause::Fixed(all),
        1 => parts.pop().unwrap_or(Clause::Fixed(all)),
        _ => Clause::Joined { parts, all },
    }
}

fn counted(of: Clause, bars: u32, each: bool) -> Clause {
    if bars <= 1 || matches!(of, Clause::Fixed(_)) {
        return of;
    }
    let bars = super::grammar::same(bars.to_string());
    let by = if each {
        say("on each of the last {0} bars", "최근 {0}봉 내내", &[&bars])
    } else {
        say(
            "on at least one of the last {0} bars",
            "최근 {0}봉 중 한 번이라도",
            &[&bars],
        )
    };
    let of = Box::new(of);
    Clause::Counted { of, by }
}

#[derive(Clone, Copy)]
enum Relation {
    Above,
    Crosses,
}

fn compare(left: &Node, right: &Node, relation: Relation, holds: bool) -> Clause {
    // "close is below SMA(20)" is what a trader says for SMA(20) > close.
    let turned = weight(right) < weight(left);
    let (subject, other) = if turned { (right, left) } else { (left, right) };
    let parts = [&alone(subject), &alone(other)];
    // A price lies above a line and is higher than a number or another price.
    let line = matches!(other, Node::Indicator(_));
    // A count or a rank is large or small in Korean: a low rank would be a bad one.
    let count = is_count(subject);
    let (en, ko, ends) = match (relation, holds, turned) {
        (Relation::Above, true, false) if line => ("is above", "{0:이} {1} 위에 있", PLAIN),
        (Relation::Above, true, true) if line => ("is below", "{0:이} {1} 아래에 있", PLAIN),
        (Relation::Above, true, false) if count => ("is above", "{0:이} {1}보다 크", OPEN),
        (Relation::Above, true, true) if count => ("is below", "{0:이} {1}보다 작", PLAIN),
        (Relation::Above, true, false) => ("is above", "{0:이} {1}보다 높", PLAIN),
        (Relation::Above, true, true) => ("is below", "{0:이} {1}보다 낮", PLAIN),
        (Relation::Above, false, false) => ("is at or below", "{0:이} {1} 이하", IS),
        (Relation::Above, false, true) => ("is at or above", "{0:이} {1} 이상", IS),
        (Relation::Crosses, true, false) => ("crosses above", "{0:이} {1:을} 상향 돌파", DOES),
        (Relation::Crosses, true, true) => ("crosses below", "{0:이} {1:을} 하향 돌파", DOES),
        (Relation::Crosses, false, false) => (
            "does not cross above",
            "{0:이} {1:을} 상향 돌파하지 않",
            PLAIN,
        ),
        (Relation::Crosses, false, true) => (
            "does not cross below",
            "{0:이} {1:을} 하향 돌파하지 않",
            PLAIN,
        ),
    };
    let words = say(&format!("{{0}} {en} {{1}}"), ko, &parts);
    Clause::Plain { words, ends }
}

fn is_count(node: &Node) -> bool {
    matches!(
        node,
        Node::Rank { .. } | Node::Held(Held::Bars) | Node::Price(Column::Volume)
    )
}

/// The lighter side is the subject: prices before lines, fast lines before slow ones, anything before a number.
fn weight(node: &Node) -> (u32, f64) {
    match node {
        Node::Held(Held::Bars | Held::Gain) => (0, 0.0),
        Node::Price(_) => (1, 0.0),
        Node::NextOpen => (2, 0.0),
        Node::Rank { .. } => (3, 0.0),
        Node::Indicator(one) => {
            let later_output = !one.output.is_empty() && one.output != one.id;
            (4 + u32::from(later_output), one.params.values().sum())
        }
        Node::Timeframe { of, .. } | Node::Symbol { of, .. } => weight(of),
        Node::Lag { .. } | Node::Held(_) => (6, 0.0),
        Node::Math { .. } | Node::Changed { .. } | Node::If { .. } => (7, 0.0),
        Node::Number(_) => (8, 0.0),
    }
}
